const writer = 'cdev-intelligent-agent-generator';

/** What a file of ours says of itself. */
export interface Mark {
  /** Digest of the requirement it is for. */
  readonly requirement: string;
  /** Whether the text is as it was written. */
  readonly isUntouched: boolean;
}

/** A short digest of a text, whatever its line ends. */
export function digest(text: string): string {
  // Loaded here: a ranking signs nothing.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 12);
}

/** The text with a last line that says who wrote it, for which requirement, and what stood in it. */
export function signText(
  text: string,
  { requirement, comment }: { requirement: string; comment: 'html' | 'hash' },
): string {
  const facts = `${writer}: requirement ${requirement}, text ${digest(text)}`;
  return `${text}${comment === 'html' ? `\n<!-- ${facts} -->` : `\n# ${facts}`}\n`;
}

const signature = new RegExp(`\\n(?:<!-- |# )${writer}: requirement ([0-9a-f]{12}), text ([0-9a-f]{12})(?: -->)?\\n?$`);

/** Undefined for a file that is not ours. */
export function readSignature(file: string): Mark | undefined {
  const text = file.replaceAll('\r\n', '\n');
  const found = signature.exec(text);
  const [, requirement, content] = found ?? [];
  if (!found || requirement === undefined) return undefined;
  return { requirement, isUntouched: digest(text.slice(0, found.index)) === content };
}
