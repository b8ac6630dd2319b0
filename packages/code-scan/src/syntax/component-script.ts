const script = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
/** What has another language, or is data. */
const isOther =
  /\blang\s*=\s*(?!["']?[jt]sx?\b)|\btype\s*=\s*(?!["']?(?:module\b|(?:text|application)\/(?:java|type)script\b|[jt]s\b))/i;
/** https://docs.astro.build/en/basics/astro-components/#the-component-script */
const astroHead = /^\s*---[ \t]*\r?\n([\s\S]*?)^---/m;

/**
 * The program in a component of Vue, Svelte or Astro: what is in none of its scripts is blanks, so that places stay as they are. What the markup does with
 * it is not among it.
 */
export function componentScript(path: string, text: string): string {
  const parts: (readonly [from: number, to: number])[] = [];
  if (path.endsWith('.astro')) {
    const head = astroHead.exec(text);
    if (head?.index === 0) parts.push([head[0].indexOf(head[1] as string), head[0].length - '---'.length]);
  }
  for (const { 0: whole, 1: attributes = '', 2: program = '', index } of text.matchAll(script)) {
    if (isOther.test(attributes)) continue;
    const from = index + whole.indexOf('>') + 1;
    parts.push([from, from + program.length]);
  }
  let end = 0;
  let kept = '';
  for (const [from, to] of parts) {
    if (from < end) continue;
    kept += blank(text.slice(end, from)) + text.slice(from, to);
    end = to;
  }
  return kept + blank(text.slice(end));
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ');
}
