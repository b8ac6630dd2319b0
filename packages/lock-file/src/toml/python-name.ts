/** As PyPI compares names. @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function pythonName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** The name at the head of a requirement: `requests[socks]>=2; python_version>"3"`. */
export function nameOfRequirement(requirement: string): string {
  return pythonName(/^\s*([A-Za-z0-9][\w.-]*)/.exec(requirement)?.[1] ?? '');
}
