import { diffComm } from 'node-diff3';

/** Changed lines with two lines around them, `-` before and `+` after; a carriage return that goes is shown. */
export function textDiff(before: string, after: string): string {
  const parts = diffComm(before.split('\n'), after.split('\n'));
  const lines = parts.flatMap((part): string[] =>
    'common' in part && part.common
      ? part.common.map((line) => `  ${line}`)
      : [
          ...('buffer1' in part ? part.buffer1 : []).map((line) => `- ${line.replace('\r', '␍')}`),
          ...('buffer2' in part ? part.buffer2 : []).map((line) => `+ ${line.replace('\r', '␍')}`),
        ],
  );
  const isNear = lines.map((_, at) => lines.slice(Math.max(0, at - 2), at + 3).some((line) => !line.startsWith('  ')));
  return lines.flatMap((line, at) => (isNear[at] ? [line] : at > 0 && isNear[at - 1] ? ['  …'] : [])).join('\n');
}
