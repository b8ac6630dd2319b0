import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import { qualifiedName } from '../syntax/callee.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, requestWords, property, unguarded, type CodeRule } from './rule.ts';

const fileCalls =
  /^(fs|graceful-fs|fs-extra|fs\/promises|fs\.promises)(\.promises)?\.(readFile|readFileSync|createReadStream|writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|unlink|unlinkSync|rm|rmSync|open|openSync|readdir|readdirSync|stat|copyFile|mkdir|mkdirSync|outputFile|outputFileSync|ensureDir|ensureDirSync|rename|remove|removeSync)$/;
const checksPath =
  /startsWith\(|\.indexOf\(|\brelative\(|['"`]\.\.|\\\.\\\.|isPathInside|is-path-inside|sanitize|\bnormalize\(|basename\(|includes\('\.\.|safe|resolve-path|\binside\b/i;

/** A path that strangers choose. */
export const pathTraversal: CodeRule = {
  id: 'path-traversal',
  sources: requestWords,
  url: 'https://owasp.org/www-community/attacks/Path_Traversal',
  words: /\bfs\b|graceful-fs|fs-extra|sendFile|download/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', method, args, object }) => {
      const isSending =
        /^(sendFile|sendfile|download)$/.test(method ?? '') &&
        object !== undefined &&
        /^(res|response|reply)$/.test(file.textOf(object));
      if (!fileCalls.test(name) && !isSending) return [];
      const [path] = args;
      if (path === undefined || (isSending && args.some((arg) => property(arg, 'root') !== undefined))) return [];
      const flow = unguarded(file, path);
      if (flow === undefined || flow.kind !== 'request') return [];
      const within = enclosingFunction(node);
      if (within && checksPath.test(file.textOf(within))) return [];
      return [
        {
          node,
          title: isSending ? 'A request chooses which file is sent' : 'A request chooses which file is opened',
          ...gradeOf(flow, /write|unlink|rm|append|remove|copy|rename/i.test(name) ? 'critical' : 'high'),
          reasons: [`${flow.what} goes into the path: "../../…" in it leaves the folder that is meant`],
          mend: {
            text: 'Resolve it, and go on only when path.relative(root, file) is not empty and neither begins with ".." nor is absolute; res.sendFile has { root }',
          },
          flow,
        },
      ];
    }),
};

const archives =
  /^(yauzl|yauzl-promise|decompress-[\w-]+|tar-stream|tar-fs|tar|adm-zip|unzipper|jszip|unzip-stream|node-stream-zip|decompress|extract-zip|zip-lib|@zip\.js\/zip\.js|fflate|unzip)(\/|\.|$)/;
const entryFields = /^(path|fileName|filename|entryName|name|relativePath)$/;

/** Names of an archive's entries that are joined to a folder and written. */
export const archiveTraversal: CodeRule = {
  id: 'archive-path-traversal',
  url: 'https://snyk.io/research/zip-slip-vulnerability',
  words: /yauzl|tar-stream|adm-zip|unzipper|jszip|zip|fflate|decompress|extract|untar/i,
  check: (file) => {
    const usesArchive =
      (file.nodes.get('ImportDeclaration') ?? []).some((each) =>
        archives.test(literalText(child(each, 'source')) ?? ''),
      ) ||
      callsIn(file).some(({ name, args }) => name !== undefined && archives.test(name) && args.length > 0) ||
      callsIn(file).some(({ method, args }) => method === 'require' && archives.test(literalText(args[0]) ?? ''));
    // A reader of archives itself, as far as it can be told from a walk through a folder, whose entries have names too.
    const isReader =
      /\b(extract|unzip|untar|unpack|inflate)\w*/i.test(file.text) && !/readdir|\bDirent\b|glob/.test(file.text);
    if (!usesArchive && !isReader) return [];
    return callsIn(file).flatMap(({ node, name = '', args }) => {
      if (!/^path\.(join|resolve)$/.test(name) || args.length < 2) return [];
      const entry = args.slice(1).find((arg) => isEntryName(file, arg, usesArchive));
      const around = functionAround(node) ?? file.program;
      if (
        entry === undefined ||
        checksPath.test(file.textOf(around)) ||
        !/write|mkdir|ensure|pipe|output|create/i.test(file.textOf(around))
      )
        return [];
      return [
        {
          node,
          title: 'An entry of an archive chooses where it is written',
          severity: 'high',
          confidence: 'high',
          reasons: ['an entry named "../../…" is written outside the folder, over a program or a key'],
          mend: {
            text: 'Refuse an entry when path.relative(folder, file) begins with ".." or is absolute; refuse links',
          },
        },
      ];
    });
  },
};

/** The function that a node is in, past those that are handed to a call: `entries.forEach((entry) => …)`. */
function functionAround(node: Node): Node | undefined {
  let own = enclosingFunction(node);
  while (own?.parent?.type === 'CallExpression') own = enclosingFunction(own) ?? own.parent;
  return own;
}

/** Of a reader of archives only what is called an entry is one; who uses a library for them gets entries under every name. */
function isEntryName(file: SourceFile, node: Node, usesArchive: boolean): boolean {
  const inner = withoutText(bare(node));
  if (inner.type === 'Identifier') {
    const binding = file.resolve(inner['name'] as string, inner);
    const field = binding?.path.at(-1);
    if (field !== undefined) return binding?.parameter !== undefined && entryFields.test(field);
    const value = binding?.kind === 'variable' && binding.values.length === 1 ? binding.values[0] : undefined;
    return value !== undefined && bare(value).type === 'MemberExpression' && isEntryName(file, value, usesArchive);
  }
  const field = inner.type === 'MemberExpression' ? (nameOf(child(inner, 'property')) ?? '') : '';
  if (!entryFields.test(field)) return false;
  if (field === 'entryName') return true;
  const object = nameOf(child(inner, 'object')) ?? '';
  if (/^(entry|header|zipEntry|tarEntry)$/i.test(object)) return true;
  return usesArchive && (/^(e|file|item|f|record)$/i.test(object) || isElement(file, child(inner, 'object')));
}

/** `files.map((x) => …)` */
function isElement(file: SourceFile, node: Node | undefined): boolean {
  const name = nameOf(node);
  const of = name === undefined || node === undefined ? undefined : file.resolve(name, node)?.parameter?.of;
  const callee = of?.parent?.type === 'CallExpression' ? child(of.parent, 'callee') : undefined;
  return /^(map|forEach|flatMap)$/.test(nameOf(child(callee, 'property')) ?? '');
}

/** `entry.path.toString()` is `entry.path`. */
function withoutText(node: Node): Node {
  const callee = node.type === 'CallExpression' ? child(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression' || nameOf(child(callee, 'property')) !== 'toString') return node;
  return bare(child(callee, 'object') as Node);
}

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
    return /^\/tmp\/[\w.-]*$/.test(quasi) && children(inner, 'expressions').every(isGuessable(file));
  }
  if (
    inner.type !== 'CallExpression' ||
    !/^path\.(join|resolve)$/.test(qualifiedName(file, child(inner, 'callee')) ?? '')
  )
    return false;
  const [folder, ...rest] = children(inner, 'arguments');
  const isTemp =
    folder !== undefined &&
    bare(folder).type === 'CallExpression' &&
    qualifiedName(file, child(bare(folder), 'callee')) === 'os.tmpdir';
  return isTemp && rest.length === 1 && rest.every((each) => isName(each) && parts(each).every(isGuessable(file)));
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
      if (!isOpen) return [];
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
