/** What a user gets: packages installed into a scratch project, and their bins, imports and types tried there. */
export { installPackages } from './install-packages.ts';
export { resolvePackages } from './resolve-packages.ts';
export type { ResolvePackagesOptions } from './resolve-packages.ts';
export { installApart } from './install-apart.ts';
export type { InstallApartOptions } from './install-apart.ts';
export type {
  Installation,
  InstalledPackage,
  InstallManager,
  InstallPackagesOptions,
  TrialOptions,
} from './installation.ts';
export { tryBins } from './try-bins.ts';
export type { BinTrial, StartOutcome, TryBinsOptions } from './try-bins.ts';
export { tryImports } from './try-imports.ts';
export type { ImportOutcome, ImportTrial } from './try-imports.ts';
export { tryTypes, tryTypesOf, tryTypesOfAll } from './try-types.ts';
export type { TryTypesOptions, TypeProblem, TypeSubject, TypeTrial } from './try-types.ts';
export { tryNpx } from './try-npx.ts';
export type { NpxTrial, TryNpxOptions } from './try-npx.ts';
export { dependencyTree } from './dependency-tree.ts';
export type { DependencyTree, MissingDependency } from './dependency-tree.ts';
export { errors as installedPackageErrors } from './errors.ts';
