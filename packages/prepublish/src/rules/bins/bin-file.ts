import { declaredBins } from '../../modules/entry-points.ts';
import type { Fix, Problem, Rule } from '../../rule/rule.ts';

/** What a shell needs of the file behind a command; that there is one, and that it begins with a shebang, publint says. */
export const binLineEnds: Rule = {
  id: 'bin-line-ends',
  severity: 'warning',
  summary: 'the first line of a bin ends with a line feed alone',
  breaks: 'Users of Linux and macOS whose package manager does not repair it: "env: node\\r: No such file"',
  check: ({ manifest, tarball }) =>
    declaredBins(manifest).flatMap(({ path }): Problem[] => {
      const data = tarball.entries.get(path)?.data;
      const end = data?.indexOf('\n') ?? -1;
      if (!data || data[0] !== 0x23 || end < 1 || data[end - 1] !== 0x0d) return [];
      const fix: Fix = {
        file: path,
        title: `End the lines of ${path} with line feeds`,
        apply: (text) => text.replaceAll('\r\n', '\n'),
      };
      return [
        {
          place: `${path}:1`,
          reason: 'the shebang ends with a carriage return',
          mend: 'Save the file with line feeds (LF), and keep them with .gitattributes: *.js text eol=lf',
          fix,
        },
      ];
    }),
};

export const binMode: Rule = {
  id: 'bin-mode',
  severity: 'suggestion',
  summary: 'bins are executable in the tarball',
  breaks: 'Users who start the file out of the unpacked tarball; npm and pnpm repair it at installation',
  check: ({ manifest, tarball }) =>
    declaredBins(manifest).flatMap(({ path }): Problem[] => {
      const entry = tarball.entries.get(path);
      return entry && (entry.mode & 0o111) === 0
        ? [
            {
              place: path,
              reason: 'is not marked executable',
              mend: `chmod +x ${path}, and git update-index --chmod=+x ${path}`,
            },
          ]
        : [];
    }),
};

/** Names that a shell cannot start, or that hide another program. */
export const binName: Rule = {
  id: 'bin-name',
  severity: 'error',
  summary: 'the name of a bin is one that a shell can start',
  breaks: 'Everybody who installs: package managers leave such a bin out or refuse the package',
  check: ({ manifest }) =>
    declaredBins(manifest)
      .filter(({ name }) => name === '' || /[/\\\s:*?"<>|]/.test(name) || name.startsWith('.'))
      .map(({ name, place }) => ({
        place,
        reason: `"${name}" is no name for a command`,
        mend: 'Use letters, digits and "-"',
      })),
};
