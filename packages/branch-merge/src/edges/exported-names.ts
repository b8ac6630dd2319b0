import { parseScript, type Script } from '@cdev/structured-merge';

/** A script as far as other files can see it. */
export interface ScriptSurface {
  /** What stands behind each exported name, found out when it is asked for; `default` for that. White space says nothing. */
  readonly exports: ReadonlyMap<string, () => string>;
  /** What is taken from where: names as the other file exports them, `*` for all of them. */
  readonly imports: readonly { readonly from: string; readonly name: string }[];
  /** Whether it may export what no statement of it names: it is CommonJS, or exports one object as a whole. */
  readonly isOpaque: boolean;
}

type Program = Script['program'];
type Module = Script['module'];
type Statement = Program['body'][number];

/** Undefined for what is no script, or does not parse. */
export function readSurface(path: string, text: string): ScriptSurface | undefined {
  const script = parseScript(path, text);
  if (script === undefined) return undefined;
  const { module } = script;
  return { exports: exportsIn(script, text), imports: importsIn(module), isOpaque: isOpaque(script, text) };
}

/** The tree is read out of the parser's answer when it is first asked for, which takes longer than to parse: names do without it. */
function isOpaque(script: Script, text: string): boolean {
  if (!script.module.hasModuleSyntax) return script.program.body.length > 0;
  return /\bexport\s*=/.test(text) && script.program.body.some(({ type }) => type === 'TSExportAssignment');
}

function exportsIn(script: Script, text: string): Map<string, () => string> {
  let known: ReadonlyMap<string, string> | undefined;
  const declared = (name: string): string | undefined =>
    (known ??= new Map(script.program.body.flatMap((statement) => declarationsIn(statement, text)))).get(name);
  const exports = new Map<string, () => string>();
  for (const { entries, start, end } of script.module.staticExports)
    for (const { exportName, localName, moduleRequest } of entries) {
      const local = localName.name ?? '';
      exports.set(nameOf(exportName), () => {
        const behind = moduleRequest === null ? declared(local) : `${local} from ${moduleRequest.value}`;
        return behind ?? plain(text.slice(start, end));
      });
    }
  return exports;
}

function declarationsIn(statement: Statement, text: string): [string, string][] {
  if (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration')
    return statement.declaration === null ? [] : declarationsIn(statement.declaration as Statement, text);
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.flatMap(({ id, start, end }) =>
      id.type === 'Identifier' ? [[id.name, plain(text.slice(start, end))] as [string, string]] : [],
    );
  const { start, end } = statement;
  const id = 'id' in statement ? statement.id : undefined;
  return id && 'name' in id && typeof id.name === 'string' ? [[id.name, plain(text.slice(start, end))]] : [];
}

function importsIn({ staticImports, staticExports }: Module): ScriptSurface['imports'] {
  const taken = staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ importName }) => ({ from: moduleRequest.value, name: nameOf(importName) })),
  );
  const passedOn = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName: { name } }) =>
      moduleRequest === null ? [] : [{ from: moduleRequest.value, name: name ?? '*' }],
    ),
  );
  return [...taken, ...passedOn];
}

/** As the file exports it or takes it; a namespace has no name of its own. */
export function nameOf({ kind, name }: { readonly kind: string; readonly name: string | null }): string {
  if (kind === 'Default') return 'default';
  return kind === 'Name' && name !== null ? name : '*';
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
