import type { ShellText } from './shell-text.ts';

export const makefilePath = /(^|\/)(GNU)?[Mm]akefile(\.\w+)?$|\.mk$/;

/** The commands of a Makefile, at their places: all else is blank. */
export function recipesOf(path: string, text: string): ShellText[] {
  let isGoing = false;
  let isRecipe = false;
  const lines = text.split(/\r?\n/).map((line) => {
    // What goes on belongs to the line before, a command or a list of files.
    if (!isGoing) isRecipe = line.startsWith('\t');
    const isFirst = !isGoing;
    isGoing = line.endsWith('\\');
    return isRecipe ? asShell(isFirst ? line.replace(/^\t[ \t@+-]*/, blank) : line) : '';
  });
  if (!lines.some((line) => line.trim() !== '')) return [];
  return [{ path, text: lines.join('\n'), interpreter: 'sh', stopsOnError: true, isRecipe: true }];
}

/** As a shell gets it, place by place the same: what make puts in is not known, `$$` is its `$`. */
function asShell(line: string): string {
  return line.replaceAll(/\$\$|\$(?:\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\}|[^$])/g, (found) =>
    found === '$$' ? ' $' : 'x'.repeat(found.length),
  );
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}
