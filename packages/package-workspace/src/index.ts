/** The packages of a workspace: found, chosen, and in the order in which they are published. */
export type {
  CatalogPlace,
  Catalogs,
  PackageManager,
  PackageManagerName,
  PackageManifest,
  PackageWorkspace,
  WorkspaceMember,
} from './package-workspace.ts';
export { errors as packageWorkspaceErrors } from './errors.ts';
export { foreignManifest } from './foreign-manifest.ts';
export { readPackageWorkspace } from './read-package-workspace.ts';
export type { ReadPackageWorkspaceOptions } from './read-package-workspace.ts';
export { binsOf } from './bins-of.ts';
export { parseManifest } from './read-manifest.ts';
export { lockFiles } from './lock-files.ts';
export { selectMembers } from './select-members.ts';
export { installedDependencies, publishCycles, publishOrder } from './publish-order.ts';
export { changelogName } from './changelog/changelog-name.ts';
export { changelogSection, withSection } from './changelog/changelog-section.ts';
