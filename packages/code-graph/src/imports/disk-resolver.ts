import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { ResolverFactory } from 'oxc-resolver';
import type { Tree } from './tree.ts';

/**
 * oxc-resolver over the files on disk. With the nearest tsconfig first and then without: one that extends an uninstalled
 * package would otherwise fail every import of its package.
 */
export function diskResolver(root: string, tree: Tree): (from: string, specifier: string) => string | undefined {
  let resolvers: readonly ResolverFactory[] | undefined;
  return (from, specifier) => {
    const file = join(root, from);
    for (const resolver of (resolvers ??= makeResolvers())) {
      const { path, builtin } = resolver.resolveFileSync(file, specifier);
      if (builtin) return undefined;
      if (path === undefined) continue;
      const own = relative(root, path).split(sep).join('/');
      // Found, but in node_modules or ignored: it leads out of the inventory.
      return tree.has(own) ? own : undefined;
    }
    return undefined;
  };
}

/** Loaded for the first specifier that needs it. */
function makeResolvers(): readonly ResolverFactory[] {
  const { ResolverFactory: Factory } = createRequire(import.meta.url)('oxc-resolver') as typeof import('oxc-resolver');
  const options = {
    extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.vue', '.svelte'],
    extensionAlias: {
      '.js': ['.ts', '.tsx', '.js', '.jsx'],
      '.mjs': ['.mts', '.mjs'],
      '.cjs': ['.cts', '.cjs'],
      '.jsx': ['.tsx', '.jsx'],
    },
    conditionNames: ['source', 'development', 'types', 'node', 'import', 'require', 'default'],
    mainFields: ['source', 'module', 'main'],
    builtinModules: true,
  };
  return [new Factory({ ...options, tsconfig: 'auto' }), new Factory(options)];
}
