/** A line by which a program speaks to the runner: `::name key=value,…::message`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export function parseWorkflowCommand(line: string): WorkflowCommand | undefined {
  const [, name, properties = '', message = ''] = /^\s*::([a-zA-Z-]+)(?:\s+(.*?))?::(.*)$/s.exec(line) ?? [];
  if (name === undefined) return parseOldCommand(line);
  const pairs = properties
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), unescapeProperty(pair.slice(pair.indexOf('=') + 1))]);
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(pairs) as Record<string, string>,
    message: unescapeMessage(message),
  };
}

/** `##[group]…`, the form of before. */
function parseOldCommand(line: string): WorkflowCommand | undefined {
  const [, name, message = ''] = /^##\[([a-z-]+)\](.*)$/.exec(line) ?? [];
  return name === undefined ? undefined : { name, properties: {}, message };
}

/** A command whose message is the end marker of `stop-commands`. */
export function isResume(line: string, token: string): boolean {
  return line.trim() === `::${token}::`;
}

function unescapeMessage(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeMessage(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}
