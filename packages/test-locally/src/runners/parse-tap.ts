/** A test point of the Test Anything Protocol, with those inside it. */
export interface TapPoint {
  readonly ok: boolean;
  readonly name: string;
  /** It was announced as a subtest; one may well have no point inside. */
  readonly isSubtest: boolean;
  readonly directive: 'skip' | 'todo' | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
  /** The YAML block below it, as text. */
  readonly detail: string;
  readonly children: readonly TapPoint[];
}

export interface TapDocument {
  readonly points: readonly TapPoint[];
  /** Says that the whole run was given up. */
  readonly bailedOut: boolean;
}

const point = /^( *)(ok|not ok)\b(?: +(\d+))?(?: +-)? *(.*?)(?: *\{)?$/;

/**
 * Reads TAP 12 to 14: points of a subtest are indented by four and come before the point that they belong to.
 * Undefined when the text is no TAP.
 */
export function parseTap(text: string): TapDocument | undefined {
  /** Points that wait for the one they belong to, by depth. */
  const waiting: Mutable[][] = [];
  /** Depths at which a subtest is announced whose point is still to come. */
  const announced = new Set<number>();
  let isTap = false;
  let bailedOut = false;
  let block: { readonly indent: string; readonly owner: Mutable; readonly lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    if (block) {
      if (line.trim() === '...') {
        attach(block.owner, block.lines);
        block = undefined;
      } else {
        block.lines.push(line.startsWith(block.indent) ? line.slice(block.indent.length) : line);
      }
      continue;
    }
    if (/^TAP version \d+$|^ *1\.\.\d+/.test(line)) isTap = true;
    if (/^ *Bail out!/.test(line)) bailedOut = true;
    const subtest = /^( *)# Subtest\b/.exec(line)?.[1];
    if (subtest !== undefined) announced.add(depthOf(subtest));
    const [, indent = '', word, , rest = ''] = point.exec(line) ?? [];
    if (word !== undefined) {
      isTap = true;
      const depth = depthOf(indent);
      const found = pointOf(word === 'ok', rest, {
        children: waiting[depth + 1] ?? [],
        isSubtest: announced.delete(depth),
      });
      waiting.length = Math.min(waiting.length, depth + 1);
      (waiting[depth] ??= []).push(found);
      continue;
    }
    const [, start] = /^( +)---$/.exec(line) ?? [];
    const owner = start === undefined ? undefined : waiting.at(-1)?.at(-1);
    if (start !== undefined && owner) block = { indent: start, owner, lines: [] };
  }
  return isTap || bailedOut ? { points: waiting[0] ?? [], bailedOut } : undefined;
}

interface Mutable extends TapPoint {
  duration: number | undefined;
  detail: string;
}

function depthOf(indent: string): number {
  return Math.floor(indent.length / 4);
}

function pointOf(ok: boolean, rest: string, inside: Pick<TapPoint, 'children' | 'isSubtest'>): Mutable {
  const [, name = '', comment = ''] = /^(.*?)(?:(?<!\\)# *(.*))?$/s.exec(rest) ?? [];
  const directive = /^(skip|todo)/i.exec(comment)?.[1]?.toLowerCase();
  const [, time, unit] = /\btime=([\d.]+)(ms|s)/.exec(comment) ?? [];
  return {
    ok,
    name: name.trim().replaceAll(String.raw`\#`, '#'),
    directive: directive === 'skip' || directive === 'todo' ? directive : undefined,
    duration: time === undefined ? undefined : Number(time) * (unit === 's' ? 1000 : 1),
    detail: '',
    ...inside,
  };
}

function attach(owner: Mutable, lines: readonly string[]): void {
  owner.detail = lines.join('\n');
  const time = /^ *duration_ms: *([\d.]+)/m.exec(owner.detail)?.[1];
  if (time !== undefined) owner.duration ??= Number(time);
}
