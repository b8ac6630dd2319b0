const foreign = /^\s*at (?:.*[/\\]node_modules[/\\]|.*\bnode:internal\/|new Promise \(<anonymous>\))/;

/** What a reader needs of a failure: its message, and of the stack what is not inside of a runner or of Node. Whole when nothing else is in it. */
export function failureLines(failure: string): readonly string[] {
  const lines = failure.split('\n');
  const own = lines.filter((line) => !foreign.test(line));
  return (own.some((line) => line.trim() !== '') ? own : lines).slice(0, 12);
}
