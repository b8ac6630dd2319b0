import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from './errors.ts';
import { findPlace, type PlaceOptions } from './place.ts';
import { allTools } from './tools/index.ts';

export interface McpOptions extends PlaceOptions {
  /** Only say which tools there are. */
  readonly isList: boolean;
}

export interface McpResult {
  readonly tools: readonly { readonly name: string; readonly title: string; readonly changes: boolean }[];
  readonly hasServed: boolean;
}

/**
 * Serves the tools of one agent until its client goes.
 * @throws CDEV_E_MCP_NO_AGENT, CDEV_E_MCP_NO_STREAMS, CDEV_E_PLAN_NOT_FOUND, CDEV_E_GIT_NOT_A_REPOSITORY
 */
export async function mcp(options: McpOptions, context: Context): Promise<Outcome<McpResult>> {
  const tools = allTools.map(({ name, title, changes }) => ({ name, title, changes }));
  if (options.isList) return { result: { tools, hasServed: false }, status: 'ok' };
  const { streams } = context;
  if (!streams) throw errors.make('CDEV_E_MCP_NO_STREAMS');
  const place = await findPlace(options, context);
  // The protocol's own code only now: nothing else needs it.
  const { serve } = await import('./serve.ts');
  await serve(place, { ...streams, version: context.script.version, log: context.log });
  return { result: { tools, hasServed: true }, status: 'ok' };
}
