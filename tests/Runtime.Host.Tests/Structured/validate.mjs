// Reads lines of {schema, text} and writes for each "ok", or what is wrong: an independent word on whether a text satisfies a schema.
import { createInterface } from "node:readline";

const tools = process.env.NODE_MODULES;
const { default: Ajv } = await import(`${tools}/ajv/dist/2020.js`);
const { default: addFormats } = await import(`${tools}/ajv-formats/dist/index.js`);

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, text } = JSON.parse(line);
  try {
    const ajv = addFormats.default ? addFormats.default(new Ajv.default({ strict: false, allErrors: true })) : addFormats(new Ajv({ strict: false, allErrors: true }));
    const validate = ajv.compile(schema);
    console.log(validate(JSON.parse(text)) ? "ok" : ajv.errorsText(validate.errors));
  } catch (error) {
    console.log(String(error).replaceAll("\n", " "));
  }
}
