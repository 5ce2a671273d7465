namespace InferOps.TestKit.Gguf;

/// <summary>A text that the reciter knows by heart, and what makes it begin.</summary>
/// <param name="Trigger">The prompt's end: in a chat, the start of the assistant's turn.</param>
/// <param name="Text">What greedy decoding gives, to its last character; then the turn ends.</param>
public sealed record Recital(string Trigger, string Text)
{
    private const string End = "<|im_end|>";

    /// <summary>The answer to every chat.</summary>
    public static Recital Answer { get; } = new(
        "<|im_start|>assistant\n",
        "Every word of this answer was fixed before you asked. The model behind it was computed, not trained: one layer looks two words back, "
        + "a memory names the word that follows, and nothing is left to chance. So if many of you ask at once, each must hear the same sentences; "
        + "a missing comma, a doubled letter or a stranger's word would show that two conversations were mixed. Count 64 tokens, stop in the middle, "
        + "ask again: it still begins here and ends with this full stop.");

    public static Recital Story { get; } = new(
        "Once upon a",
        " time there lived a small server in a cold room. It answered whoever knocked, in the order in which they came, and kept a tally of all it said. "
        + "One winter night sixteen travellers knocked together; it took a deep breath, sat them around a single fire, and told sixteen tales in one voice. "
        + "By morning everybody had left, the ashes were swept, and the door stood open again.");

    public static Recital Numbers { get; } = new(
        "Count:",
        " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty");

    /// <summary>UTF-8 of two, three and four bytes per character, with some characters cut between tokens.</summary>
    public static Recital Languages { get; } = new("Greet:", " Grüße, Ελλάδα, привет, 你好, こんにちは, 👋🏽!");

    public static Recital Json { get; } = new("JSON:", " {\"name\": \"Ada\", \"born\": 1815, \"fields\": [\"mathematics\", \"engines\"], \"alive\": false}");

    public static IReadOnlyList<Recital> All { get; } = [Answer, Story, Numbers, Languages, Json];

    internal (int[] Tokens, int TriggerLength) Tokenize(Vocabulary vocabulary)
    {
        var trigger = vocabulary.Tokenize(Trigger);
        return ([.. trigger, .. vocabulary.Tokenize(Text + End)], trigger.Length);
    }
}
