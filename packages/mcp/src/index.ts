/** The tools of an agent's run, served over the Model Context Protocol. */
export { errors as mcpErrors } from './errors.ts';
export { health } from './health.ts';
export { mcp } from './mcp.ts';
export type { McpOptions, McpResult } from './mcp.ts';
