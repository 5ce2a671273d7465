// Asks the endpoint in ENDPOINT with the official client, streamed and whole, and prints what it understood as JSON.
// OPENAI_MODULE: where the client is installed.
const { default: OpenAI } = await import(process.env.OPENAI_MODULE);
const client = new OpenAI({ baseURL: process.env.ENDPOINT + 'v1', apiKey: 'none is asked for', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Recite.' }];

const models = [];
for await (const model of client.models.list()) models.push(model.id);

const whole = await client.chat.completions.create({ model: 'reciter', messages, temperature: 0 });

const streamed = { text: '', pieces: 0, finish: null, usage: null };
const stream = await client.chat.completions.create({ model: 'reciter', messages, temperature: 0, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  const [choice] = chunk.choices;
  if (choice?.delta.content) {
    streamed.text += choice.delta.content;
    streamed.pieces++;
  }
  streamed.finish = choice?.finish_reason ?? streamed.finish;
  streamed.usage = chunk.usage ?? streamed.usage;
}

let refusal = null;
try {
  await client.chat.completions.create({ model: 'nobody', messages });
} catch (error) {
  refusal = { kind: error.constructor.name, status: error.status, code: error.code, param: error.param };
}

console.log(JSON.stringify({
  models,
  whole: { text: whole.choices[0].message.content, finish: whole.choices[0].finish_reason, usage: whole.usage },
  streamed,
  refusal,
}));
