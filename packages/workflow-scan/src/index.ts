/** Finds what others can take over in GitHub workflows and actions: from their files alone, without network. */
export { scanWorkflows } from './scan-workflows.ts';
export type { ScanWorkflowsOptions } from './scan-workflows.ts';
export { scanWorkflowTexts } from './scan-workflow.ts';
export type { WorkflowScan, WorkflowText } from './scan-workflow.ts';
export type { WorkflowScript } from './source/workflow-scripts.ts';
export type { ScalarPlace } from './source/place-in-scalar.ts';
export { kindOfPath } from './source/find-workflow-files.ts';
