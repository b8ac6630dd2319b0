/** Packages of the registry that differ as much as possible, by what makes them different. */
export const publishedPackages: Readonly<Record<string, readonly string[]>> = {
  CommonJS: ['express', 'lodash', 'request', 'debug', 'async', 'minimist', 'core-js', 'react'],
  ESM: ['execa', 'chalk', 'got', 'unified', 'd3', 'rimraf', '@octokit/rest'],
  'both formats': ['axios', 'zod', 'uuid', 'date-fns', 'rxjs', 'graphql', 'yaml', 'ws', 'acorn', 'commander', 'moment'],
  'types only': ['@types/node', '@types/react', 'type-fest', 'csstype'],
  bins: ['eslint', 'prettier', 'tsx', 'mocha', 'npm', 'webpack'],
  native: ['better-sqlite3', 'sharp', 'esbuild', 'fsevents', 'node-gyp'],
  scoped: ['@babel/core', '@angular/core', '@vue/compiler-sfc'],
  huge: ['typescript', 'monaco-editor', '@aws-sdk/client-s3', 'next', 'three', 'react-native'],
  'for browsers and bundlers': ['preact', 'vue', 'svelte', 'vite', 'bootstrap', 'tailwindcss', 'nanoid'],
  'data and other contents': ['caniuse-lite', 'sql.js', 'fastify'],
};
