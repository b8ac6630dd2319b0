import type { ToolServer } from './conversation.ts';

type Servers = readonly ToolServer[] | undefined;

/** As the file `.mcp.json` has them, which several assistants take as text. */
export function mcpConfiguration(servers: readonly ToolServer[]): string {
  const named = servers.map(({ name, command, args }) => [name, { command, args }]);
  return JSON.stringify({ mcpServers: Object.fromEntries(named) });
}

/** Claude Code and Qwen Code: `--mcp-config` takes a file or the text itself. */
export function mcpArguments(servers: Servers): string[] {
  return servers === undefined || servers.length === 0 ? [] : ['--mcp-config', mcpConfiguration(servers)];
}

/** Codex: settings as TOML, of which JSON strings and lists are a part. */
export function codexArguments(servers: Servers = []): string[] {
  return servers.flatMap(({ name, command, args }) => [
    '-c',
    `mcp_servers.${name}.command=${JSON.stringify(command)}`,
    '-c',
    `mcp_servers.${name}.args=${JSON.stringify(args)}`,
  ]);
}

/** OpenCode: a configuration in the environment, which is merged with the others. @param more of it */
export function opencodeEnvironment(
  servers: Servers = [],
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, string>> {
  const named = servers.map(({ name, command, args }) => [
    name,
    { type: 'local', command: [command, ...args], enabled: true },
  ]);
  const configuration = { ...(named.length > 0 && { mcp: Object.fromEntries(named) as object }), ...more };
  return Object.keys(configuration).length === 0 ? {} : { OPENCODE_CONFIG_CONTENT: JSON.stringify(configuration) };
}
