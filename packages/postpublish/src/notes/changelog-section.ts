/** The section of a version in a changelog: the text between its heading and the next one of its rank; undefined when it has none. */
export function changelogSection(text: string, version: string): string | undefined {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const start = lines.findIndex((line) => versionIn(line) === version);
  if (start < 0) return undefined;
  const rank = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 2;
  const isEnd = (line: string): boolean => {
    const [marks] = /^#+(?=\s)/.exec(line) ?? [];
    return marks !== undefined && marks.length <= rank;
  };
  const length = lines.slice(start + 1).findIndex(isEnd);
  const body = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return body.join('\n').trim();
}

/** The text with a section for the version, above the latest; below the title and what follows it. */
export function withSection(
  text: string,
  { heading, body }: { readonly heading: string; readonly body: string },
): string {
  const section = `${heading}\n\n${body.trim()}\n`;
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const first = lines.findIndex((line) => /^##\s/.test(line));
  if (first >= 0) return [...lines.slice(0, first), section, ...lines.slice(first)].join('\n');
  return text.trim() === '' ? `# Changelog\n\n${section}` : `${text.trimEnd()}\n\n${section}`;
}

/** `## 1.2.3`, `## [1.2.3] - 2026-11-26`, `## v1.2.3`, `# @app/cart@1.2.3`: the version of a heading. */
function versionIn(line: string): string | undefined {
  return /^#{1,3}(?=\s).*?[\s@[v](\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:[\]\s(,:]|$)/.exec(line)?.[1];
}
