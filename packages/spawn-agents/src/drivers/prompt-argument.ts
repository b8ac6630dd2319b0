/** Linux takes 128 KiB for one argument, Windows 32,767 characters for all. */
const longest = process.platform === 'win32' ? 24_000 : 100_000;

/** The task as one argument: its text, or where to read it when it is too long for a command line. */
export function promptArgument({ prompt, promptFile }: { prompt: string; promptFile: string }): string {
  if (Buffer.byteLength(prompt) > longest)
    return `Your task is in the file ${promptFile}. Read it from beginning to end, then carry it out.`;
  // A text that begins with a dash would be taken for an option.
  return prompt.startsWith('-') ? `\n${prompt}` : prompt;
}
