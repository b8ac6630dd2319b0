import { bare, child, children, enclosingFunction, literalText, type Node } from '../syntax/node.ts';
import { qualifiedName, writtenAs } from '../syntax/callee.ts';
import { fileOfRequest } from '../flow/outside-data.ts';
import { trace, type Trace } from '../flow/trace.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, requestWords, property, unguarded, type CodeRule } from './rule.ts';

const fileCalls =
  /^(fs|graceful-fs|fs-extra|original-fs|mz\/fs|fs\/promises|fs\.promises)(\.promises)?\.(readFile|createReadStream|writeFile|appendFile|createWriteStream|unlink|rm|open|openAsBlob|readdir|opendir|l?stat|rmdir|mkdir|truncate|chmod|ensureDir|ensureFile|mkdirp|mkdirs|emptyDir|remove|(read|write|output)(File|Json|JSON))(Sync)?$|^Bun\.(file|write)$|^Deno\.(readFile|readTextFile|writeFile|writeTextFile|open|create|remove|readDir|stat|mkdir)(Sync)?$|^(mkdirp|rimraf|make-dir|del|trash)(\.\w+)?$/;
/** A file, and where it goes. */
const pairCalls =
  /^(fs|graceful-fs|fs-extra|original-fs|mz\/fs|fs\/promises|fs\.promises)(\.promises)?\.(copyFile|cp|copy|rename|move|link|symlink)(Sync)?$|^Deno\.(copyFile|rename)(Sync)?$/;
const writes = /write|output|unlink|\brm|rimraf|\bdel\b|trash|empty|append|remove|copy|\bcp|rename|move|link/i;
/** Two points that are looked for; `join(__dirname, '../up')` is where a folder is. */
const twoPoints = String.raw`(?:[!=]==?|\[|\b(?:includes|replace|replaceAll|split|match|has|test)\()\s*['"\`]\.\.|['"\`]\.\.[\\/]*['"\`]\s*[!=]==?|\\\.\\\.|\\\.\{2`;
/** What somebody writes who has thought of paths that lead out of a folder. */
const checksPath = new RegExp(
  String.raw`startsWith\(|\.indexOf\(|\brelative\(|${twoPoints}|isPathInside|is-path-inside|sanitize|\bnormalize\(|basename\(|safe|resolve-path|\binside\b`,
  'i',
);

/** Whether a function looks at paths; what its comments say is not done. */
export function looksAtPaths(file: SourceFile, within: Node, checks = checksPath): boolean {
  return checks.test(file.textOf(within).replaceAll(comments, ''));
}

const comments = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*/g;

/** A path that strangers choose. */
export const pathTraversal: CodeRule = {
  id: 'path-traversal',
  sources: requestWords,
  url: 'https://owasp.org/www-community/attacks/Path_Traversal',
  words:
    /\bfs\b|graceful-fs|fs-extra|sendFile|download|\bBun\.(file|write)|\bDeno\.|\.mv\(|mkdirp|rimraf|make-dir|['"](del|trash)['"]/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', method, args, object }) => {
      const isSending =
        /^(sendFile|sendfile|download)$/.test(method ?? '') &&
        object !== undefined &&
        // `reply.sendFile` of Fastify has a root.
        /^(res|response)$/.test(file.textOf(object));
      // Of express-fileupload.
      const isMoving = method === 'mv' && object !== undefined && trace(file, object)?.what === fileOfRequest;
      const isPair = pairCalls.test(name);
      if (!fileCalls.test(name) && !isPair && !isSending && !isMoving) return [];
      if (isSending && args.some((arg) => property(arg, 'root') !== undefined)) return [];
      const flow = args
        .slice(0, isPair ? 2 : 1)
        .map((path) => unguarded(file, path))
        .find((found) => found?.kind === 'request');
      if (flow === undefined) return [];
      const within = enclosingFunction(node);
      if (within && looksAtPaths(file, within)) return [];
      if (looksAtPathBefore(file, flow)) return [];
      return [
        {
          node,
          title: isSending ? 'A request chooses which file is sent' : 'A request chooses which file is opened',
          ...gradeOf(flow, writes.test(name) ? 'critical' : 'high'),
          reasons: [`${flow.what} goes into the path: "../../…" in it leaves the folder that is meant`],
          mend: {
            text: 'Resolve it, and go on only when path.relative(root, file) is not empty and neither begins with ".." nor is absolute; res.sendFile has { root }',
          },
          flow,
        },
      ];
    }),
};

/** In one of the functions that the path went through: there only what is made for this counts, as they do other things too. */
function looksAtPathBefore(file: SourceFile, { source, steps }: Trace): boolean {
  return [source, ...steps].some((step) => {
    const within = enclosingFunction(step);
    return within !== undefined && looksAtPaths(file, within, checksOutside);
  });
}

const checksOutside = new RegExp(
  String.raw`\b(is\w*inside\w*|is\w*within\w*|sanitize\w*path\w*|\w*path\w*sanitize\w*|\w*safe\w*path\w*|resolve\w*path|(path\.)?relative)\(|is-path-inside|${twoPoints}|\bbasename\(`,
  'i',
);

const writing =
  /^(fs|fs\/promises|graceful-fs|fs-extra)(\.promises)?\.(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|openSync|open)$/;

/** A name in the folder that everybody writes to, which everybody can guess. */
export const predictableTempFile: CodeRule = {
  id: 'predictable-temp-file',
  url: 'https://nodejs.org/api/fs.html#fspromisesmkdtempprefix-options',
  words: /tmpdir|\/tmp\//,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      if (!writing.test(name) || args[0] === undefined || !isPredictable(file, args[0])) return [];
      const options = args.slice(1).some((arg) => /wx|O_EXCL/.test(file.textOf(arg)));
      if (options) return [];
      return [
        {
          node,
          title: 'A file with a name that can be guessed is written in the folder for temporary files',
          severity: 'medium',
          confidence: 'medium',
          reasons: [
            'another user of the machine lays a link there first, and the program writes over the file that it leads to, or reads what they wrote',
          ],
          mend: { text: "Make a folder of your own, await mkdtemp(join(tmpdir(), 'name-')), or open with the flag wx" },
        },
      ];
    }),
};

/** In the temporary folder itself, by a literal, a time or a process id. */
function isPredictable(file: SourceFile, node: Node, depth = 0): boolean {
  const inner = bare(node);
  if (depth > 3) return false;
  const text = literalText(inner);
  if (text !== undefined) return /^\/(var\/)?tmp\/[^/]+$/.test(text);
  if (inner.type === 'Identifier') {
    const binding = file.resolve(inner['name'] as string, inner);
    return (
      binding?.kind === 'variable' &&
      binding.values.length === 1 &&
      binding.path.length === 0 &&
      isPredictable(file, binding.values[0] as Node, depth + 1)
    );
  }
  if (inner.type === 'TemplateLiteral') {
    const quasi = (children(inner, 'quasis')[0]?.['value'] as { cooked?: string } | undefined)?.cooked ?? '';
    const [first, ...others] = children(inner, 'expressions');
    const after = (children(inner, 'quasis')[1]?.['value'] as { cooked?: string } | undefined)?.cooked ?? '';
    if (quasi === '' && first !== undefined && isTempFolder(file, first))
      return /^\/[^/]*$/.test(after) && others.every(isGuessable(file));
    return /^\/tmp\/[\w.-]*$/.test(quasi) && children(inner, 'expressions').every(isGuessable(file));
  }
  if (inner.type === 'BinaryExpression') {
    const left = child(inner, 'left');
    return left !== undefined && isTempFolder(file, left) && /^\/[^/]+$/.test(literalText(child(inner, 'right')) ?? '');
  }
  if (
    inner.type !== 'CallExpression' ||
    !/^path\.(join|resolve)$/.test(qualifiedName(file, child(inner, 'callee')) ?? '')
  )
    return false;
  const [folder, ...rest] = children(inner, 'arguments');
  const isTemp = folder !== undefined && isTempFolder(file, folder);
  return isTemp && rest.length === 1 && rest.every((each) => isName(each) && parts(each).every(isGuessable(file)));
}

/** `tmpdir()`, `'/tmp'` */
function isTempFolder(file: SourceFile, node: Node): boolean {
  const folder = writtenAs(file, node);
  if (/^\/(var\/)?tmp\/?$/.test(literalText(folder) ?? '')) return true;
  return folder.type === 'CallExpression' && qualifiedName(file, child(folder, 'callee')) === 'os.tmpdir';
}

function isName(node: Node): boolean {
  return !/[/\\]/.test(literalText(node) ?? '');
}

function parts(node: Node): readonly Node[] {
  const inner = bare(node);
  return inner.type === 'TemplateLiteral' ? children(inner, 'expressions') : [inner];
}

function isGuessable(file: SourceFile): (node: Node) => boolean {
  return (node) =>
    literalText(node) !== undefined ||
    /^(Date\.now\(\)|process\.pid|new Date\(\)\.getTime\(\))$/.test(file.textOf(node));
}

/** Files that every user of the machine may write. */
export const openFileMode: CodeRule = {
  id: 'open-file-mode',
  url: 'https://nodejs.org/api/fs.html#file-modes',
  words: /\b0?o?[67][67][2367]\b/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      if (
        !/^(fs|fs\/promises|graceful-fs|fs-extra)(\.promises)?\.(l?chmod(Sync)?|writeFile(Sync)?|mkdir(Sync)?|open(Sync)?|createWriteStream)$/.test(
          name,
        )
      )
        return [];
      const modes = args.slice(1).flatMap((arg) => [arg, property(arg, 'mode')]);
      const isOpen = modes.some((mode) => {
        const value = mode?.type === 'Literal' ? mode['value'] : undefined;
        const number =
          typeof value === 'number'
            ? value
            : typeof value === 'string' && /^0?[0-7]{3}$/.test(value)
              ? Number.parseInt(value, 8)
              : 0;
        // 0o666 is what files are made with before the mask; only a chmod means it.
        return (number & 0o002) !== 0 && (name.includes('chmod') || number === 0o777) && !/mkdir/.test(name);
      });
      if (!isOpen || isRemovedNext(file, node, args[0])) return [];
      return [
        {
          node,
          title: 'A file is made writable for every user of the machine',
          severity: 'medium',
          confidence: 'high',
          reasons: [
            'another user of the machine changes it, and with a program in it runs code as whoever starts that',
          ],
          mend: { text: 'Give the owner what is needed and others reading at most: 0o755, 0o644, 0o600' },
        },
      ];
    }),
};

/** A file whose mode is only changed so that it can be removed, in the statement after. */
function isRemovedNext(file: SourceFile, node: Node, target: Node | undefined): boolean {
  if (target === undefined) return false;
  const next = /^\s*\)?\s*;?\s*(?:await\s+)?([^\n;]*)/.exec(file.text.slice(node.end))?.[1] ?? '';
  return /\b(?:unlink|rm|remove)(?:Sync)?\(/.test(next) && next.includes(`(${file.textOf(target)}`);
}
