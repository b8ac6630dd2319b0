import { posix } from 'node:path';
import type { Finding, Rule } from '../finding.ts';
import { lineAt, type SourceFile } from '../workspace/source-file.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'documented-exports';

/** What other packages call says what it takes, gives and throws where an editor shows it. */
export const documentedExports: Rule = {
  name: rule,
  says: 'every function that a package hands out has a description',
  check: ({ packages }) => packages.filter(({ manifest }) => !manifest.private).flatMap(undescribed),
};

function undescribed({ sources }: Package): Finding[] {
  const doors = sources.filter(({ path }) => /\/src\/(?:[^/]+\/)?index\.ts$/.test(path));
  return doors.flatMap((door) =>
    handedOut(door).flatMap(({ name, file }) => {
      const source = sources.find(({ path }) => path === file);
      const found = source && declarationOf(source, name);
      if (found === undefined || found.isDescribed) return [];
      const why = `${name} is handed out without a description`;
      return [
        { rule, file: `${file}:${found.line}`, why, mend: 'Say above it what it does, gives and throws: /** … */' },
      ];
    }),
  );
}

/** Names that come from other files of the package, with the file. */
function handedOut({ path, parsed }: SourceFile): readonly { name: string; file: string }[] {
  return parsed().module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType, importName }) =>
      isType || moduleRequest?.value.startsWith('.') !== true || importName.name === null
        ? []
        : [{ name: importName.name, file: posix.join(posix.dirname(path), moduleRequest.value) }],
    ),
  );
}

function declarationOf({ text }: SourceFile, name: string): { line: number; isDescribed: boolean } | undefined {
  const found = new RegExp(`(\\*/\\s*)?^export (?:async )?function\\*? ${name}\\b`, 'm').exec(text);
  if (!found) return undefined;
  return { line: lineAt(text, found.index + found[0].lastIndexOf('export')), isDescribed: found[1] !== undefined };
}
