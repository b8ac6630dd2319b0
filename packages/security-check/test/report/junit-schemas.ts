import { readFile } from 'node:fs/promises';
import { validateXML } from 'xmllint-wasm';

/** Both with their licences at their beginning: Apache 2.0 (github.com/windyroad/JUnit-Schema), MIT (github.com/jenkinsci/xunit-plugin). */
const schemas = ['ant', 'jenkins'];

/** The first that each of the schemas of Ant and Jenkins has against a report; none when both take it. */
export async function schemaProblems(xml: string): Promise<readonly string[]> {
  const problems = schemas.map(async (name) => {
    const schema = await readFile(new URL(`fixtures/junit-${name}.xsd`, import.meta.url), 'utf8');
    const { errors } = await validateXML({
      xml: [{ fileName: 'report.xml', contents: xml }],
      schema: [{ fileName: `${name}.xsd`, contents: schema }],
    });
    return errors.slice(0, 1).map(({ message }) => `${name}: ${message}`);
  });
  return (await Promise.all(problems)).flat();
}
