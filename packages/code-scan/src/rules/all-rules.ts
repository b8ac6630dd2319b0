import { archiveTraversal } from './archive-traversal.ts';
import { codeInjection } from './code-injection.ts';
import { commandInjection } from './command-injection.ts';
import { fixedKey, weakCipher, weakPasswordHash } from './cryptography.ts';
import { openFileMode, pathTraversal, predictableTempFile } from './files.ts';
import { pageWithNodeRights, unsafeDeserialisation } from './objects.ts';
import { prototypePollution } from './prototype-pollution.ts';
import { regexInjection, slowRegex, type JudgeRegex } from './regular-expressions.ts';
import { openRedirect } from './open-redirect.ts';
import { pageInjection } from './page-injection.ts';
import { mirroredOrigin, serverSideRequest } from './requests.ts';
import { sqlInjection } from './sql-injection.ts';
import type { CodeRule } from './rule.ts';
import { timedComparison, unsignedToken, weakRandomToken } from './tokens.ts';
import { tlsVerificationOff } from './tls-verification-off.ts';

export function codeRules(judge: JudgeRegex): readonly CodeRule[] {
  return [
    commandInjection,
    codeInjection,
    sqlInjection,
    pathTraversal,
    archiveTraversal,
    serverSideRequest,
    openRedirect,
    pageInjection,
    mirroredOrigin,
    unsafeDeserialisation,
    prototypePollution,
    regexInjection,
    slowRegex(judge),
    tlsVerificationOff,
    weakCipher,
    fixedKey,
    weakPasswordHash,
    weakRandomToken,
    unsignedToken,
    timedComparison,
    predictableTempFile,
    openFileMode,
    pageWithNodeRights,
  ];
}
