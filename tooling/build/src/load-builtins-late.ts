import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { isAskedByName } from './is-asked-by-name.ts';

type Statement = ReturnType<typeof parseAst>['body'][number];

/** Load much of the runtime behind them, and many a run calls nothing of them. */
const late = new Set([
  'child_process',
  'crypto',
  'fs/promises',
  'string_decoder',
  'timers/promises',
  'tls',
  'tty',
  'zlib',
]);

/** Loads the largest modules of the runtime when something of them is asked for, instead of when the chunk that may is loaded. */
export function loadBuiltinsLate(): Plugin {
  return {
    name: 'load-builtins-late',
    renderChunk(code) {
      let rest = code;
      const program = parseAst(code);
      // From the end, so that places before stay where they are.
      for (const statement of program.body.toReversed()) {
        const required = requiredIn(statement);
        if (required === undefined || !isAskedByName(program, required.name)) continue;
        const part = `require(${JSON.stringify(required.module)})[part]`;
        const asking = `const ${required.name} = new Proxy({}, { get: (_, part) => ${part} });`;
        rest = rest.slice(0, statement.start) + asking + rest.slice(statement.end);
      }
      return rest === code ? undefined : { code: rest, map: null };
    },
  };
}

/** The one name of a statement `let name = require("module");`, where that is a large module of the runtime. */
function requiredIn(statement: Statement): { readonly name: string; readonly module: string } | undefined {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined;
  const { id, init } = statement.declarations[0] as (typeof statement.declarations)[number];
  if (id.type !== 'Identifier' || init?.type !== 'CallExpression' || init.callee.type !== 'Identifier')
    return undefined;
  const [asked] = init.arguments;
  if (init.callee.name !== 'require' || asked?.type !== 'Literal' || typeof asked.value !== 'string') return undefined;
  return late.has(asked.value.replace(/^node:/, '')) ? { name: id.name, module: asked.value } : undefined;
}
