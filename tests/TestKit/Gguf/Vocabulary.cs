using System.Text.RegularExpressions;

namespace InferOps.TestKit.Gguf;

/// <summary>A byte-level vocabulary made for one text: 256 bytes, the joins that the text needs, four control tokens or more.</summary>
/// <remarks>Any text can be tokenized; the text it was made for takes about one token per word.</remarks>
public sealed class Vocabulary
{
    private const int Normal = 1;
    private const int Control = 3;

    private static readonly string[] Ends = ["<|bos|>", "<|eos|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>The ChatML template: each message between &lt;|im_start|> and &lt;|im_end|>.</summary>
    private const string ChatTemplate =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private readonly List<(string Left, string Right)> _merges;
    private readonly List<string> _tokens;
    private readonly Dictionary<string, int> _numbers;
    private readonly string[] _control;
    private readonly Regex _controlToken;
    private readonly int _needed;

    /// <param name="text">What it is made for.</param>
    /// <param name="atLeast">Tokens to fill it up to, with words of their own that nothing is joined into.</param>
    /// <param name="controlTokens">Texts of further control tokens.</param>
    public Vocabulary(string text, int atLeast = 0, params IReadOnlyList<string> controlTokens)
    {
        _control = [.. controlTokens, .. Ends];
        _controlToken = new Regex($"({string.Join('|', _control.Select(Regex.Escape))})");
        _merges = BytePairs.Train(_controlToken.Replace(text, "\n"));
        List<string> needed = [.. BytePairs.Bytes.Concat(_merges.Select(pair => pair.Left + pair.Right)).Distinct(StringComparer.Ordinal)];
        var filling = Enumerable.Range(0, Math.Max(0, atLeast - needed.Count - _control.Length)).Select(number => $"Ġw{number}");
        _tokens = [.. needed, .. filling, .. _control];
        _needed = needed.Count;
        _numbers = _tokens.Select((token, number) => (token, number)).ToDictionary(StringComparer.Ordinal);
    }

    public int Count => _tokens.Count;

    /// <summary>Tokens that some text needs, and the control tokens.</summary>
    internal IEnumerable<int> Unfilled => Enumerable.Range(0, _needed).Concat(Enumerable.Range(FirstControl, _control.Length));

    public int BeginOfSequence => Count - Ends.Length;

    /// <summary>The token that ends a chat turn, and every recital.</summary>
    public int EndOfTurn => Count - 1;

    /// <summary>Token numbers of a text; control tokens are read as such.</summary>
    public int[] Tokenize(string text) =>
    [
        .. _controlToken.Split(text).Where(part => part.Length > 0)
            .SelectMany(part => _control.Contains(part) ? [part] : BytePairs.Encode(part, _merges)).Select(symbol => _numbers[symbol]),
    ];

    private int FirstControl => Count - _control.Length;

    internal void AddTo(GgufFile file) => file
        .Add("tokenizer.ggml.model", "gpt2")
        .Add("tokenizer.ggml.pre", "gpt-2")
        .Add("tokenizer.ggml.tokens", _tokens.ToArray())
        .Add("tokenizer.ggml.token_type", Enumerable.Range(0, Count).Select(number => number < FirstControl ? Normal : Control).ToArray())
        .Add("tokenizer.ggml.merges", _merges.Select(pair => $"{pair.Left} {pair.Right}").ToArray())
        .Add("tokenizer.ggml.bos_token_id", (uint)BeginOfSequence)
        .Add("tokenizer.ggml.eos_token_id", (uint)EndOfTurn)
        .Add("tokenizer.ggml.add_bos_token", true)
        .Add("tokenizer.chat_template", ChatTemplate);
}
