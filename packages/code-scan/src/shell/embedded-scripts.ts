import { makefilePath, recipesOf } from './make-recipes.ts';
import type { ShellText } from './shell-text.ts';

export const dockerfilePath = /(^|\/)(Dockerfile|Containerfile)(\.[\w.-]+)?$|\.(dockerfile|containerfile)$/i;
export const manifestPath = /(^|\/)package\.json$/;

/** What shells read in a Dockerfile, in a Makefile, or in the scripts of a package. */
export function embeddedScripts(path: string, text: string): ShellText[] {
  if (makefilePath.test(path)) return recipesOf(path, text);
  return manifestPath.test(path) ? scriptsOfPackage(path, text) : runsOfImage(path, text);
}

/** The commands of `RUN`, at their places: all else is blank. */
function runsOfImage(path: string, text: string): ShellText[] {
  let isRun = false;
  let document: string | undefined;
  const lines = text.split(/\r?\n/).map((line) => {
    if (document !== undefined) {
      const isEnd = line.trim() === document;
      if (isEnd) document = undefined;
      return isEnd ? '' : line;
    }
    // A comment among the lines of a command is none of them, and does not end it.
    if (/^\s*#/.test(line)) return isRun ? '\\' : line;
    const [start] = /^\s*RUN(\s+--\w+=\S+)*(?=\s)/i.exec(line) ?? [];
    if (!isRun && (start === undefined || /^\s*\[/.test(line.slice(start.length)))) return '';
    const command = isRun ? line : ' '.repeat((start as string).length) + line.slice((start as string).length);
    isRun = /\\\s*$/.test(line);
    const [opening, word] = /^\s*<<-?\s*["']?(\w+)["']?\s*$/.exec(command) ?? [];
    document = word;
    return opening === undefined ? command.replace(/\\\s+$/, '\\') : '';
  });
  if (!lines.some((line) => /^\s*[^\s#\\]/.test(line))) return [];
  return [{ path, text: lines.join('\n'), interpreter: 'sh', stopsOnError: true, isOfImage: true }];
}

/** Most have nothing in them that a rule asks for, and there are many. */
const asked = /curl|wget|\brm\s|\beval\b|chmod|\bssh|TLS_REJECT|SSL|strict-ssl|\blogin\b|mysql|redis-cli/;

function scriptsOfPackage(path: string, text: string): ShellText[] {
  if (!asked.test(text)) return [];
  const from = text.search(/"scripts"\s*:/);
  return Object.values(scriptsIn(text)).flatMap((script): ShellText[] => {
    if (typeof script !== 'string' || !asked.test(script)) return [];
    const at = text.indexOf(JSON.stringify(script), from);
    const before = text.slice(0, Math.max(at, 0)).split('\n');
    const start = { line: before.length, column: (before.at(-1) ?? '').length + 2 };
    return [
      {
        path,
        text: script,
        interpreter: 'sh',
        placeOf: ({ column }) => ({ ...start, column: start.column + column - 1 }),
      },
    ];
  });
}

function scriptsIn(text: string): object {
  try {
    const manifest = JSON.parse(text) as { readonly scripts?: unknown } | null;
    return typeof manifest?.scripts === 'object' && manifest.scripts !== null ? manifest.scripts : {};
  } catch {
    return {};
  }
}
