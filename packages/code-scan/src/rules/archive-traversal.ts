import type { Binding } from '../syntax/binding.ts';
import { writtenAs } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { looksAtPaths } from './files.ts';
import { callsIn, type CodeRule } from './rule.ts';

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
      const entry = pathParts(file, { name, args }, usesArchive).find((part) => isEntryName(file, part, usesArchive));
      const around = functionOfEntries(node) ?? file.program;
      if (
        entry === undefined ||
        looksAtPaths(file, around) ||
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

/** What is put behind a folder: by `path.join`, or in the text that is the path of a file; of who uses a library for archives also what is the whole path. */
function pathParts(
  file: SourceFile,
  { name, args }: { readonly name: string; readonly args: readonly Node[] },
  usesArchive: boolean,
): readonly Node[] {
  if (/^path\.(join|resolve)$/.test(name)) return args.slice(1);
  const [path] = writing.test(name) ? args : [];
  const written = path && writtenAs(file, path);
  if (written?.type === 'TemplateLiteral') return children(written, 'expressions');
  if (written?.type === 'BinaryExpression') return [child(written, 'right') as Node];
  return path !== undefined && usesArchive ? [path] : [];
}

const writing =
  /^(fs|fs-extra|graceful-fs|fs\/promises)\.(promises\.)?(createWriteStream|(write|output|append)File(Sync)?|mkdir(Sync)?|open(Sync)?|ensureDir(Sync)?)$/;

/**
 * Where an entry is known: the function that a node is in, past those that are handed to a call (`entries.forEach((entry) => …)`), and outside of any function that call.
 * Not past `new Promise((resolve) => …)`: what is checked before it has no entry yet.
 */
function functionOfEntries(node: Node): Node | undefined {
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
    if (field !== undefined) return usesArchive && binding?.parameter !== undefined && entryFields.test(field);
    if (usesArchive && binding !== undefined && isNameOfMany(file, binding)) return true;
    const value = binding?.kind === 'variable' && binding.values.length === 1 ? binding.values[0] : undefined;
    return value !== undefined && bare(value).type === 'MemberExpression' && isEntryName(file, value, usesArchive);
  }
  const field = inner.type === 'MemberExpression' ? (nameOf(child(inner, 'property')) ?? '') : '';
  if (!entryFields.test(field) || isOfFolder(file, child(inner, 'object'))) return false;
  if (field === 'entryName') return true;
  const object = nameOf(child(inner, 'object')) ?? '';
  if (/^(entry|header|zipEntry|tarEntry)$/i.test(object)) return true;
  return usesArchive && (/^(e|file|item|f|record)$/i.test(object) || isElement(file, child(inner, 'object')));
}

/** `for (const name in zip.files)`, `Object.keys(zip.files).forEach((name) => …)`, `zip.forEach((name, file) => …)` of JSZip. */
function isNameOfMany(file: SourceFile, { kind, values, parameter }: Binding): boolean {
  if (kind === 'loop') return values[0] !== undefined && filesOfArchive.test(file.textOf(values[0]));
  const callee = parameter?.index === 0 ? child(parameter.of.parent, 'callee') : undefined;
  if (
    callee?.type !== 'MemberExpression' ||
    !/^(map|forEach|flatMap|filter)$/.test(nameOf(child(callee, 'property')) ?? '')
  )
    return false;
  const all = child(callee, 'object') as Node;
  const isOfZip = /zip|archive/i.test(nameOf(all) ?? '') && children(parameter?.of, 'params').length === 2;
  return filesOfArchive.test(file.textOf(all)) || (isOfZip && nameOf(child(callee, 'property')) === 'forEach');
}

const filesOfArchive = /^(Object\.(keys|entries)\(\s*)?[\w$]*(zip|archive|content)[\w$]*\.files\s*\)?$/i;

/** `files.map((x) => …)` */
function isElement(file: SourceFile, node: Node | undefined): boolean {
  const name = nameOf(node);
  const of = name === undefined || node === undefined ? undefined : file.resolve(name, node)?.parameter?.of;
  const callee = of?.parent?.type === 'CallExpression' ? child(of.parent, 'callee') : undefined;
  return /^(map|forEach|flatMap)$/.test(nameOf(child(callee, 'property')) ?? '');
}

/** `for (const entry of await readdir(folder))`, `entries.map((entry) => …)`: names in a folder have no `..` in them. */
function isOfFolder(file: SourceFile, node: Node | undefined): boolean {
  const name = nameOf(node);
  const binding = name === undefined || node === undefined ? undefined : file.resolve(name, node);
  const call = binding?.parameter?.of.parent;
  const callee = call?.type === 'CallExpression' ? child(call, 'callee') : undefined;
  const all = binding?.kind === 'loop' ? binding.values[0] : callee && child(callee, 'object');
  const list = nameOf(all);
  const values = list === undefined || all === undefined ? [all] : (file.resolve(list, all)?.values ?? []);
  return values.some((value) => value !== undefined && /\b(readdir|opendir)(Sync)?\(/.test(file.textOf(value)));
}

/** `entry.path.toString()` is `entry.path`. */
function withoutText(node: Node): Node {
  const callee = node.type === 'CallExpression' ? child(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression' || nameOf(child(callee, 'property')) !== 'toString') return node;
  return bare(child(callee, 'object') as Node);
}
