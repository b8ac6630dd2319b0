/** As much of Node as the program uses. */
interface Program {
  readonly argv: readonly string[];
  readonly getBuiltinModule: (name: string) => unknown;
}
interface Built {
  readonly readFileSync: (file: number, encoding: 'utf8') => string;
  readonly appendFileSync: (file: string, text: string) => void;
}

/**
 * The program that an assistant's own hooks start when something happens in a conversation: source beside the other, so everything it needs is inside.
 * Argument: the file that takes a line. stdin: what Claude Code, Gemini CLI and Qwen Code tell every hook, JSON with `hook_event_name`. What a person
 * said, and what is written into files, does not go into the line. It prints nothing and ends with 0 whatever happens: the assistant goes on.
 */
export function tellActivity(): void {
  const { process: program } = globalThis as unknown as { process: Program };
  const { readFileSync, appendFileSync } = program.getBuiltinModule('node:fs') as Built;
  const short = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 400) : undefined);
  try {
    const told = JSON.parse(readFileSync(0, 'utf8')) as Record<string, unknown>;
    const input = (told['tool_input'] ?? {}) as Record<string, unknown>;
    const subjects = ['command', 'file_path', 'notebook_path', 'absolute_path', 'path', 'pattern', 'query', 'url'];
    const line = JSON.stringify({
      time: Date.now(),
      event: short(told['hook_event_name']),
      type: short(told['notification_type'] ?? told['source']),
      tool: short(told['tool_name']),
      input: Object.fromEntries(subjects.map((name) => [name, short(input[name])])),
      session: short(told['transcript_path']),
    });
    // One write at the end of the file: hooks may run beside each other.
    appendFileSync(program.argv[2] ?? '', `${line}\n`);
  } catch {
    // Nobody to tell, and nothing to be stopped by it.
  }
}
