import type { Rule } from '../rule/rule.ts';
import { binLineEnds, binMode, binName } from './bins/bin-file.ts';
import { bundledMissing, installScript, localRange, rangeForm, uninstallableRange } from './dependencies/ranges.ts';
import { devOnlyImport, undeclaredImport, undeclaredPeer } from './dependencies/undeclared-import.ts';
import { devOnlyTypes, undeclaredTypes } from './dependencies/undeclared-types.ts';
import { incompletePath, missingModule } from './entries/missing-module.ts';
import { publint } from './entries/publint.ts';
import { subpathImport } from './entries/subpath-import.ts';
import { syntax } from './entries/syntax.ts';
import { typeResolution } from './entries/type-resolution.ts';
import { buildRecord, largeFile, leftover } from './files/build-leftovers.ts';
import { fileNames, links } from './files/file-names.ts';
import { secretFile } from './files/secret-file.ts';
import { secrets } from './files/secrets.ts';
import { mapWithoutSources, missingMap, orphanMap } from './files/source-maps.ts';
import { leftOut } from './git/left-out.ts';
import { repository, repositoryDirectory, repositoryRemote } from './git/repository.ts';
import { gitClean, releaseBranch, remoteInStep, tagFree } from './git/state.ts';
import { binStarts, binVersion } from './installation/bins.ts';
import { entryLoads, installs, typesCompile } from './installation/entries.ts';
import { fieldTypes } from './manifest/field-types.ts';
import { filesField } from './manifest/files-field.ts';
import { spdxLicense } from './manifest/spdx-license.ts';
import { name, privatePackage } from './manifest/name.ts';
import { readme } from './manifest/readme.ts';
import { readmeAddresses, readmeLinks } from './manifest/readme-links.ts';
import { login, scopedAccess } from './registry/account.ts';
import {
  dependencyExists,
  enginesBelow,
  halfPublished,
  siblingUnpublished,
  unmetPeer,
} from './registry/dependencies.ts';
import { changelog, pendingChangeset } from './source/changelog.ts';
import { lockFile } from './source/lock-file.ts';
import { staleBuild } from './source/stale-build.ts';
import { enginesRaised, fileList, newDependencies, sizeStep } from './version/previous.ts';
import { versionOrder, versionPublished, versionStep } from './version/published.ts';
import { nameTaken } from './version/stranger.ts';
import { declarationsChanged, signatureAddition, signatureBreak } from './version/signatures.ts';
import { surfaceAddition, surfaceBreak } from './version/surface.ts';
import { distTagForm, prereleaseTag, versionForm } from './version/version.ts';

/** Every rule by group, in the order in which a reader wants them. `--only` and `--skip` take names of groups, too. */
export const ruleGroups: Readonly<Record<string, readonly Rule[]>> = {
  manifest: [name, privatePackage, fieldTypes, spdxLicense, readme, readmeLinks, readmeAddresses, filesField],
  entries: [publint, typeResolution, missingModule, incompletePath, subpathImport, syntax],
  dependencies: [
    undeclaredImport,
    devOnlyImport,
    undeclaredPeer,
    undeclaredTypes,
    devOnlyTypes,
    localRange,
    uninstallableRange,
    rangeForm,
    bundledMissing,
    installScript,
    dependencyExists,
    enginesBelow,
    unmetPeer,
    siblingUnpublished,
  ],
  bins: [binName, binLineEnds, binMode],
  files: [
    secrets,
    secretFile,
    buildRecord,
    leftover,
    largeFile,
    fileNames,
    links,
    missingMap,
    mapWithoutSources,
    orphanMap,
  ],
  version: [
    versionForm,
    prereleaseTag,
    distTagForm,
    nameTaken,
    versionPublished,
    versionOrder,
    versionStep,
    surfaceBreak,
    surfaceAddition,
    signatureBreak,
    signatureAddition,
    declarationsChanged,
    enginesRaised,
    sizeStep,
    fileList,
    newDependencies,
    halfPublished,
  ],
  source: [staleBuild, changelog, pendingChangeset, lockFile],
  git: [repository, repositoryRemote, repositoryDirectory, gitClean, leftOut, releaseBranch, remoteInStep, tagFree],
  account: [login, scopedAccess],
  installation: [installs, binStarts, binVersion, entryLoads, typesCompile],
};

export const allRules: readonly Rule[] = Object.values(ruleGroups).flat();
