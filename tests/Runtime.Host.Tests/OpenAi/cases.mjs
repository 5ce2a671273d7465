// Asks the server in ENDPOINT with the official client, one case after the other, and prints what the client understood as JSON: {case: value}.
// OPENAI_MODULE: where the client is installed. KEY: a key without limits. LIMITED_KEY: a key with one request per minute.
const { default: OpenAI } = await import(process.env.OPENAI_MODULE);
const model = 'reciter';
const messages = [{ role: 'developer', content: 'Be exact.' }, { role: 'user', content: [{ type: 'text', text: 'Recite.' }] }];
const verdict = {
  type: 'object', properties: { word: { type: 'string', maxLength: 8 }, ok: { type: 'boolean' } }, required: ['word', 'ok'], additionalProperties: false,
};
const tools = [{ type: 'function', function: { name: 'judge', description: 'Passes a verdict.', parameters: verdict } }];
const clientWith = (apiKey) => new OpenAI({ baseURL: process.env.ENDPOINT + 'v1', apiKey, maxRetries: 0, timeout: 60_000 });
const client = clientWith(process.env.KEY);

const failure = async (action) => {
  try {
    await action();
    return null;
  } catch (error) {
    return { kind: error.constructor.name, status: error.status ?? null, code: error.code ?? null, param: error.param ?? null, type: error.type ?? null,
      hasMessage: Boolean(error.message), requestId: error.requestID ?? null };
  }
};

const choicesOf = async (stream, text) => {
  const seen = { choices: [], usage: null, ids: new Set() };
  for await (const chunk of stream) {
    seen.ids.add(chunk.id);
    for (const choice of chunk.choices) {
      const one = seen.choices[choice.index] ??= { text: '', pieces: 0, finish: null };
      const piece = text(choice);
      if (piece) {
        one.text += piece;
        one.pieces++;
      }
      one.finish = choice.finish_reason ?? one.finish;
    }
    seen.usage = chunk.usage ?? seen.usage;
  }
  return { ...seen, ids: seen.ids.size };
};

const cases = {
  models: async () => {
    const ids = [];
    for await (const one of client.models.list()) ids.push(one.id);
    return { ids, retrieved: (await client.models.retrieve(model)).id };
  },
  chat: async () => {
    const { data, response, request_id } = await client.chat.completions.create({ model, messages, temperature: 0 }).withResponse();
    return { choice: data.choices[0], usage: data.usage, object: data.object, model: data.model, requestId: request_id, header: response.headers.get('x-request-id') };
  },
  chatStream: async () => choicesOf(
    await client.chat.completions.create({ model, messages, temperature: 0, stream: true, stream_options: { include_usage: true } }), (choice) => choice.delta.content),
  chatAccumulated: async () => {
    const final = await client.chat.completions.stream({ model, messages, temperature: 0 }).finalChatCompletion();
    return final.choices[0];
  },
  choices: async () => (await client.chat.completions.create({ model, messages, temperature: 0, n: 3 })).choices.map((choice) => choice.message.content),
  choicesStream: async () => choicesOf(await client.chat.completions.create({ model, messages, temperature: 0, n: 3, stream: true }), (choice) => choice.delta.content),
  limit: async () => {
    const answer = await client.chat.completions.create({ model, messages, temperature: 0, max_completion_tokens: 5 });
    return { finish: answer.choices[0].finish_reason, tokens: answer.usage.completion_tokens };
  },
  stop: async () => (await client.chat.completions.create({ model, messages, temperature: 0, stop: ['before'] })).choices[0],
  logprobs: async () => {
    const answer = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 4, logprobs: true, top_logprobs: 2 });
    return answer.choices[0].logprobs.content.map((one) => ({ token: one.token, bytes: one.bytes.length, top: one.top_logprobs.length, chosen: one.top_logprobs[0].token }));
  },
  seed: async () => {
    const ask = async (seed) => (await client.completions.create({ model, prompt: 'zebra', temperature: 2, max_tokens: 12, seed, ignore_eos: true })).choices[0].text;
    return { first: await ask(11), again: await ask(11), other: await ask(12) };
  },
  completion: async () => (await client.completions.create({ model, prompt: 'Count:', temperature: 0, max_tokens: 200, logprobs: 1 })).choices[0],
  completionStream: async () => choicesOf(
    await client.completions.create({ model, prompt: ['Count:', 'Greet:'], temperature: 0, max_tokens: 200, stream: true }), (choice) => choice.text),
  embeddings: async () => {
    // Without a format, the client asks for base64 and decodes it itself.
    const decoded = await client.embeddings.create({ model, input: ['a cat', 'a dog'] });
    const floats = await client.embeddings.create({ model, input: ['a cat', 'a dog'], encoding_format: 'float' });
    return { decoded: decoded.data.map((one) => Array.from(one.embedding)), floats: floats.data.map((one) => one.embedding), usage: floats.usage };
  },
  schema: async () => {
    const asked = { model, messages, temperature: 0, max_tokens: 200, response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema: verdict } } };
    const whole = await client.chat.completions.create(asked);
    const streamed = await choicesOf(await client.chat.completions.create({ ...asked, stream: true }), (choice) => choice.delta.content);
    return { parsed: JSON.parse(whole.choices[0].message.content), finish: whole.choices[0].finish_reason, same: streamed.choices[0].text === whole.choices[0].message.content };
  },
  tools: async () => {
    const asked = { model, messages, temperature: 0, max_tokens: 300, tools, tool_choice: 'required', parallel_tool_calls: false };
    const whole = (await client.chat.completions.create(asked)).choices[0];
    const streamed = (await client.chat.completions.stream(asked).finalChatCompletion()).choices[0];
    const [call] = whole.message.tool_calls;
    const answered = await client.chat.completions.create({ model, temperature: 0, tools, tool_choice: 'none',
      messages: [...messages, { role: 'assistant', content: null, tool_calls: [call] }, { role: 'tool', tool_call_id: call.id, content: 'noted' }] });
    return { finish: whole.finish_reason, calls: whole.message.tool_calls.length, type: call.type, id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments),
      streamedFinish: streamed.finish_reason, streamedArguments: JSON.parse(streamed.message.tool_calls[0].function.arguments), answered: answered.choices[0].message.content };
  },
  badTool: () => failure(() => client.chat.completions.create({ model, messages, tools: [{ type: 'function', function: { name: 'not a name!' } }] })),
  badSchema: () => failure(() => client.chat.completions.create({ model, messages,
    response_format: { type: 'json_schema', json_schema: { name: 'bad', schema: { type: 'nonsense' } } } })),
  unknownModel: () => failure(() => client.chat.completions.create({ model: 'nobody', messages })),
  outOfRange: () => failure(() => client.chat.completions.create({ model, messages, temperature: 9 })),
  tooLong: () => failure(() => client.completions.create({ model, prompt: 'word '.repeat(20_000) })),
  badStream: () => failure(() => client.chat.completions.create({ model, messages: [], stream: true })),
  noDimensions: () => failure(() => client.embeddings.create({ model, input: 'a', dimensions: 1 })),
  wrongKey: () => failure(() => clientWith('wrong').chat.completions.create({ model, messages })),
  limited: async () => {
    const limited = clientWith(process.env.LIMITED_KEY);
    await limited.chat.completions.create({ model, messages, max_tokens: 1 });
    return failure(() => limited.chat.completions.create({ model, messages, max_tokens: 1 }));
  },
  noSuchPath: () => failure(() => client.images.generate({ prompt: 'a cat' })),
  abort: async () => {
    const stream = await client.chat.completions.create({ model, messages, max_tokens: 2000, stream: true, ignore_eos: true });
    let chunks = 0;
    for await (const _ of stream) if (++chunks === 5) stream.controller.abort();
    const controller = new AbortController();
    const asked = client.chat.completions.create({ model, messages, max_tokens: 2000, ignore_eos: true }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    return { chunks, whole: await failure(() => asked) };
  },
};

const seen = {};
for (const [name, run] of Object.entries(cases)) seen[name] = await run().catch((error) => ({ threw: `${error.constructor.name}: ${error.message}` }));
console.log(JSON.stringify(seen));
