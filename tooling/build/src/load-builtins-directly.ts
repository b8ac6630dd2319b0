import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { isAskedByName } from './is-asked-by-name.ts';

type Statement = ReturnType<typeof parseAst>['body'][number];
type Import = Extract<Statement, { type: 'ImportDeclaration' }>;
type Named = { readonly type: 'Identifier'; readonly name: string } | { readonly value: string };

/** Load much of the runtime behind them, and many a run calls nothing of them. */
const late = new Set(['node:crypto', 'node:fs/promises', 'node:zlib']);

/**
 * Takes the modules of the runtime by `process.getBuiltinModule` instead of by import statements: for those Node makes a module namespace of all that
 * they export, and for it reads every getter, which opens the standard streams, for instance, and loads a third more of the runtime than is used.
 * Functions of the largest modules are taken when they are called.
 */
export function loadBuiltinsDirectly(): Plugin {
  return {
    name: 'load-builtins-directly',
    renderChunk(code) {
      let rest = code;
      const program = parseAst(code);
      const isEnough = (namespace: string): boolean => isAskedByName(program, namespace);
      // From the end, so that places before stay where they are.
      for (const statement of program.body.toReversed()) {
        const direct = statement.type === 'ImportDeclaration' ? declarationFor(statement, isEnough) : undefined;
        if (direct !== undefined) rest = rest.slice(0, statement.start) + direct + rest.slice(statement.end);
      }
      return rest === code ? undefined : { code: rest, map: null };
    },
  };
}

/** Undefined for what is no module of the runtime, and for a namespace for which the module itself is not enough. */
function declarationFor({ source, specifiers }: Import, isEnough: (namespace: string) => boolean): string | undefined {
  if (!isBuiltin(source.value)) return undefined;
  if (specifiers.some(({ type, local }) => type === 'ImportNamespaceSpecifier' && !isEnough(local.name)))
    return undefined;
  const name = source.value.startsWith('node:') ? source.value : `node:${source.value}`;
  // Not `process` alone: it may be the name that is declared.
  const module = `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`;
  const declared: string[] = [];
  const parts: string[] = [];
  for (const specifier of specifiers) {
    // Of a namespace that is asked for its parts alone the module is as good.
    const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
    const local = specifier.local.name;
    if (imported === 'default') declared.push(`${local} = ${module}`);
    else if (canWait(name, imported)) declared.push(`${local} = (...given) => ${module}.${imported}(...given)`);
    else parts.push(imported === local ? local : `${imported}: ${local}`);
  }
  if (parts.length > 0) declared.push(`{ ${parts.join(', ')} } = ${module}`);
  return declared.length === 0 ? '' : `const ${declared.join(', ')};`;
}

/** A plain function: no class, nothing that says by a symbol how it becomes a promise. */
function canWait(module: string, imported: string): boolean {
  if (!late.has(module) || !/^[a-z]\w*$/.test(imported)) return false;
  const value = (process.getBuiltinModule(module) as Readonly<Record<string, unknown>> | undefined)?.[imported];
  return typeof value === 'function' && Object.getOwnPropertySymbols(value).length === 0;
}

function nameOf(name: Named): string {
  return 'name' in name ? name.name : name.value;
}
