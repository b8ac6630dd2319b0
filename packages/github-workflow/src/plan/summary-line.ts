/** The first line of a script that says something, shortened. */
export function summaryLine(script: string): string {
  const line =
    script
      .split('\n')
      .map((one) => one.trim())
      .find((one) => one !== '' && !one.startsWith('#')) ?? '';
  const isMore = script.trim().includes('\n');
  const short = line.length > 72 ? `${line.slice(0, 71)}…` : line;
  return isMore && !short.endsWith('…') ? `${short} …` : short;
}

/** What GitHub calls a step that has no name of its own. */
export function defaultStepName(step: { readonly run?: string; readonly uses?: string }): string {
  return `Run ${step.run === undefined ? step.uses : summaryLine(step.run)}`;
}
