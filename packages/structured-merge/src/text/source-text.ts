/** A file's text apart from how it is encoded, so that versions differing in line ends alone still merge. */
export interface SourceText {
  readonly text: string;
  readonly byteOrderMark: boolean;
  /** `mixed`: the text keeps its line ends as they are; `none`: it is one line. */
  readonly lineEnd: '\n' | '\r\n' | 'mixed' | 'none';
}

export function readSource(raw: string): SourceText {
  const byteOrderMark = raw.startsWith('\uFEFF');
  const text = byteOrderMark ? raw.slice(1) : raw;
  const lineEnd = lineEndOf(text);
  return { text: lineEnd === '\r\n' ? text.replaceAll('\r\n', '\n') : text, byteOrderMark, lineEnd };
}

function lineEndOf(text: string): SourceText['lineEnd'] {
  if (!/[\r\n]/.test(text)) return 'none';
  if (!text.includes('\r')) return '\n';
  return /(?<!\r)\n|\r(?!\n)/.test(text) ? 'mixed' : '\r\n';
}

export interface SourceVersions {
  readonly base: SourceText | undefined;
  readonly ours: SourceText;
  readonly theirs: SourceText;
}

/** The three versions, all with their line ends taken off, or none. */
export function readVersions(raw: { base: string | undefined; ours: string; theirs: string }): SourceVersions {
  const versions = {
    base: raw.base === undefined ? undefined : readSource(raw.base),
    ours: readSource(raw.ours),
    theirs: readSource(raw.theirs),
  };
  const mixed = [versions.base, versions.ours, versions.theirs].some((version) => version?.lineEnd === 'mixed');
  if (!mixed) return versions;
  return {
    base: versions.base === undefined ? undefined : asTheyAre(versions.base, raw.base ?? ''),
    ours: asTheyAre(versions.ours, raw.ours),
    theirs: asTheyAre(versions.theirs, raw.theirs),
  };
}

function asTheyAre(source: SourceText, raw: string): SourceText {
  return { ...source, text: source.byteOrderMark ? raw.slice(1) : raw, lineEnd: 'mixed' };
}

/** Writes merged text with the line ends and byte order mark that the versions decide on: who changed them wins. */
export function encode(text: string, { base, ours, theirs }: SourceVersions): string {
  const lineEnd = ours.lineEnd === 'none' ? theirs.lineEnd : decide(base?.lineEnd, ours.lineEnd, theirs.lineEnd);
  const mark = decide(base?.byteOrderMark, ours.byteOrderMark, theirs.byteOrderMark);
  return (mark ? '\uFEFF' : '') + (lineEnd === '\r\n' ? text.replaceAll('\n', '\r\n') : text);
}

function decide<Value>(base: Value | undefined, ours: Value, theirs: Value): Value {
  return ours === base && theirs !== 'none' ? theirs : ours;
}
