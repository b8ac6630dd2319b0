/** Finds what others can take over in GitHub workflows and actions: from their files alone, without network. */
export { scanWorkflows } from './scan-workflows.ts';
export type { ScanWorkflowsOptions } from './scan-workflows.ts';
export { scanWorkflowTexts } from './scan-workflow.ts';
export type { WorkflowScan, WorkflowScript, WorkflowText } from './scan-workflow.ts';
export { kindOfPath } from './source/find-workflow-files.ts';
