import type { Reported } from './write-report.ts';

/** SARIF 2.1.0: one result a finding, with its place where it has one. https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarifReport({ agents }: Reported): string {
  const findings = agents.flatMap(({ agent, findings: own }) => own.map((finding) => ({ agent, ...finding })));
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const results = findings.map(({ agent, rule, severity, message, path, line }) => ({
    ruleId: rule,
    level: severity,
    message: { text: `${agent}: ${message}` },
    ...(path !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(path) },
            ...(line !== undefined && { region: { startLine: line } }),
          },
        },
      ],
    }),
  }));
  const driver = { name: 'cdev-validate-parallel-work', rules: rules.map((id) => ({ id })) };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results }] }, undefined, 2)}\n`;
}
