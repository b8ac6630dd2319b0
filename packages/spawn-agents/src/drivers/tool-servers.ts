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

/** OpenCode: a configuration in the environment, which is merged with the others. */
export function opencodeEnvironment(servers: Servers): Readonly<Record<string, string>> {
  if (servers === undefined || servers.length === 0) return {};
  const named = servers.map(({ name, command, args }) => [
    name,
    { type: 'local', command: [command, ...args], enabled: true },
  ]);
  return { OPENCODE_CONFIG_CONTENT: JSON.stringify({ mcp: Object.fromEntries(named) }) };
}
