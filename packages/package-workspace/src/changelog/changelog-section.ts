/** The section of a version in a changelog: the text between its heading and the next one of its rank; undefined when it has none. */
export function changelogSection(text: string, version: string): string | undefined {
  const lines = linesOf(text);
  const headings = headingsOf(lines);
  const own = headings.find((heading) => heading.version === version);
  if (!own) return undefined;
  const next = headings.find(({ at, rank }) => at > own.at && rank <= own.rank);
  return lines.slice(own.end, next?.at).join('\n').trim();
}

/** The text with a section for the version, above the latest and in its form; below the title, what follows it, and what is not released. */
export function withSection(
  text: string,
  { version, body }: { readonly version: string; readonly body: string },
): string {
  if (text.includes('\r\n'))
    return withSection(text.replaceAll('\r\n', '\n'), { version, body }).replaceAll('\n', '\r\n');
  const lines = linesOf(text);
  const headings = headingsOf(lines);
  const latest = headings.find((heading) => heading.version !== undefined);
  const heading = latest?.isUnderlined
    ? `${version}\n${(latest.rank === 1 ? '=' : '-').repeat(version.length)}`
    : `${'#'.repeat(latest?.rank ?? 2)} ${version}`;
  const section = `${heading}\n\n${body.trim()}\n`;
  const next = latest ?? headings.find(({ rank }) => rank === 2);
  if (next) return [...lines.slice(0, next.at), section, ...lines.slice(next.at)].join('\n');
  return text.trim() === '' ? `# Changelog\n\n${section}` : `${text.trimEnd()}\n\n${section}`;
}

interface Heading {
  /** Its line, and the one after it. */
  readonly at: number;
  readonly end: number;
  readonly rank: number;
  /** Underlined with = or -, not marked with #. */
  readonly isUnderlined: boolean;
  readonly version: string | undefined;
}

function linesOf(text: string): readonly string[] {
  return text.replaceAll('\r\n', '\n').split('\n');
}

function headingsOf(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = [];
  let isCode = false;
  for (const [at, line] of lines.entries()) {
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode;
    if (isCode) continue;
    const [marks] = /^#+(?=\s)/.exec(line) ?? [];
    const [underline] = /^(?:=+|-{3,})\s*$/.exec(lines[at + 1] ?? '') ?? [];
    if (marks !== undefined)
      headings.push({ at, end: at + 1, rank: marks.length, isUnderlined: false, version: versionIn(line) });
    else if (underline !== undefined && /^[^\s>*+-]/.test(line))
      headings.push({
        at,
        end: at + 2,
        rank: underline.startsWith('=') ? 1 : 2,
        isUnderlined: true,
        version: versionIn(`# ${line}`),
      });
  }
  return headings;
}

/** `## 1.2.3`, `## [1.2.3] - 2026-11-26`, `## v1.2.3`, `# @app/cart@1.2.3`: the version of a heading. */
function versionIn(line: string): string | undefined {
  return /^#{1,3}(?=\s).*?[\s@[v](\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:[\]\s(,:]|$)/.exec(line)?.[1];
}
