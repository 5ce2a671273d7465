using System.Runtime.InteropServices;
using System.Text;
using LLama.Exceptions;
using LLama.Native;

namespace LLama;

/// <summary>Turns a conversation into one prompt. llama.cpp recognises the well-known templates; it does not run arbitrary ones.</summary>
public sealed unsafe class LLamaTemplate
{
    /// <summary>The encoding of what <see cref="Apply"/> returns.</summary>
    public static readonly Encoding Encoding = Encoding.UTF8;

    private readonly string? _template;
    private readonly List<TextMessage> _messages = [];

    public LLamaTemplate(SafeLlamaModelHandle model, string? name = null, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        _template = model.GetTemplate(name, strict);
    }

    public LLamaTemplate(LLamaWeights weights, bool strict = true) : this((weights ?? throw new ArgumentNullException(nameof(weights))).NativeHandle, null, strict)
    {
    }

    public LLamaTemplate(string? customTemplate) => _template = customTemplate;

    public int Count => _messages.Count;

    /// <summary>Ends the prompt with the start of the assistant's turn.</summary>
    public bool AddAssistant { get; set; }

    public TextMessage this[int index] => _messages[index];

    public LLamaTemplate Add(string role, string content) => Add(new TextMessage(role, content));

    public LLamaTemplate Add(TextMessage message)
    {
        _messages.Add(message);
        return this;
    }

    public void Clear() => _messages.Clear();

    /// <returns>The prompt in UTF-8.</returns>
    /// <exception cref="RuntimeError">llama.cpp does not recognise the template.</exception>
    public ReadOnlySpan<byte> Apply()
    {
        var texts = new List<nint>();
        try
        {
            var template = _template is null ? 0 : Hold(_template, texts);
            var messages = _messages.Select(message => (Role: Hold(message.Role, texts), Content: Hold(message.Content, texts)))
                .Select(message => new LLamaChatMessage { role = (byte*)message.Role, content = (byte*)message.Content }).ToArray();
            var prompt = new byte[256 + 2 * _messages.Sum(message => message.Content.Length)];
            var length = Write((byte*)template, messages, prompt);
            if (length > prompt.Length) length = Write((byte*)template, messages, prompt = new byte[length]);
            return length >= 0 ? prompt.AsSpan(0, length) : throw new RuntimeError("llama_chat_apply_template does not recognise the model's chat template");
        }
        finally
        {
            texts.ForEach(Marshal.FreeCoTaskMem);
        }
    }

    private static nint Hold(string text, List<nint> texts)
    {
        texts.Add(Marshal.StringToCoTaskMemUTF8(text));
        return texts[^1];
    }

    private int Write(byte* template, LLamaChatMessage[] messages, byte[] prompt)
    {
        fixed (LLamaChatMessage* first = messages)
        fixed (byte* buffer = prompt)
            return Libllama.llama_chat_apply_template(template, first, (nuint)messages.Length, AddAssistant ? (byte)1 : (byte)0, buffer, prompt.Length);
    }

    /// <summary>One message of a conversation.</summary>
    public readonly struct TextMessage
    {
        internal TextMessage(string role, string content) => (Role, Content) = (role, content);

        public string Role { get; }

        public string Content { get; }

        public void Deconstruct(out string role, out string content) => (role, content) = (Role, Content);
    }
}
