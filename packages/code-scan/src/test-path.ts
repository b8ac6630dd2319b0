/** Where code is run for its makers alone: what it has is told more quietly. */
const testPath =
  /(^|\/)(tests?|__tests__|__mocks__|specs?|fixtures?|e2e|playwright|cypress|seeds?|seeders?|(database|db|prisma)\/factories|examples?|benchmarks?|bench|docs?|playground|demos?|mocks?)(\/|$)|\.(test|spec|e2e|cy|bench|stories|setup)\.[cm]?[jt]sx?$/;

export function isTestPath(path: string): boolean {
  return testPath.test(path);
}

/** Why what stands there is told more quietly. */
export const testReason = 'it stands in tests, examples or documentation';
