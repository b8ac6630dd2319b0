import { join, relative, sep } from 'node:path';
import type { Tree } from './tree.ts';

/**
 * oxc-resolver over the files on disk. With the nearest tsconfig first and then without: one that extends an uninstalled
 * package would otherwise fail every import of its package.
 */
export async function diskResolver(
  root: string,
  tree: Tree,
): Promise<(from: string, specifier: string) => string | undefined> {
  const { ResolverFactory } = await import('oxc-resolver');
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
  const withConfiguration = new ResolverFactory({ ...options, tsconfig: 'auto' });
  const plain = new ResolverFactory(options);
  return (from, specifier) => {
    const file = join(root, from);
    for (const resolver of [withConfiguration, plain]) {
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
