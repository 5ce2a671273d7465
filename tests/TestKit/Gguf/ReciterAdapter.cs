namespace InferOps.TestKit.Gguf;

/// <summary>A LoRA adapter for the reciter that makes two words change places, in what it reads and in what it says.</summary>
/// <remarks>
/// Exchanging rows i and j of a matrix W adds (e_i − e_j)·(W_j − W_i)ᵀ to it: a matrix of rank 1, which is all that an adapter is. Both the
/// embedding and the output matrix are exchanged, so what the reciter does in between stays the same: it recites every text with the two words
/// exchanged, and a prompt that names one of them is understood as the other. Cells that the base model wrote for such a prompt are thus wrong for the adapter.
/// </remarks>
public static class ReciterAdapter
{
    /// <param name="one">A word that is one token, with its leading space where it has one.</param>
    /// <param name="other">Another one.</param>
    /// <param name="architecture">What the adapter says that it is for.</param>
    public static GgufFile Describe(string one, string other, string architecture = "llama")
    {
        var vocabulary = Repertoire.Standard.Vocabulary();
        var (embedding, output) = Reciter.VocabularyWeights(vocabulary, new ReciterCodes(vocabulary.Count));
        var (i, j) = (Token(vocabulary, one), Token(vocabulary, other));
        var exchange = new Matrix(vocabulary.Count, 1) { [i, 0] = 1, [j, 0] = -1 };
        var file = new GgufFile()
            .Add("general.architecture", architecture)
            .Add("general.type", "adapter")
            .Add("general.name", $"{one.Trim()}-{other.Trim()}")
            .Add("adapter.type", "lora")
            .Add("adapter.lora.alpha", 1f);

        // y = W·x + B·(A·x); of the embedding, which is looked up and not multiplied, A has the rows.
        Add(file, "token_embd.weight.lora_a", exchange);
        Add(file, "token_embd.weight.lora_b", Difference(embedding, j, i, asColumn: true));
        Add(file, "output.weight.lora_a", Difference(output, j, i, asColumn: false));
        Add(file, "output.weight.lora_b", exchange);
        return file;
    }

    private static void Add(GgufFile file, string name, Matrix matrix) => file.Add(name, GgufTensorType.F32, matrix.Shape, () => matrix.Values);

    private static int Token(Vocabulary vocabulary, string word) =>
        vocabulary.Tokenize(word) is [var token] ? token : throw new ArgumentException($"'{word}' is not one token of the reciter", nameof(word));

    private static Matrix Difference(Matrix matrix, int row, int less, bool asColumn)
    {
        var width = (int)matrix.Shape[1];
        var difference = asColumn ? new Matrix(width, 1) : new Matrix(1, width);
        for (var column = 0; column < width; column++) difference.Values[column] = matrix[row, column] - matrix[less, column];
        return difference;
    }
}
