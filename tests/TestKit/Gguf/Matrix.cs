namespace InferOps.TestKit.Gguf;

/// <summary>A weight matrix: y = W·x with one row per output.</summary>
internal sealed class Matrix(int rows, int columns)
{
    public long[] Shape => [rows, columns];

    public float[] Values { get; } = new float[rows * columns];

    public float this[int row, int column]
    {
        get => Values[row * columns + column];
        set => Values[row * columns + column] = value;
    }

    /// <summary>Puts <paramref name="scale"/> times the identity of <paramref name="size"/> at a place.</summary>
    public Matrix AddIdentity(int row, int column, int size, float scale = 1)
    {
        for (var i = 0; i < size; i++) this[row + i, column + i] += scale;
        return this;
    }

    /// <summary>Adds <paramref name="scale"/> times a token's code to a row, from a column on.</summary>
    public void AddCodeToRow(int row, int column, ReciterCodes codes, int token, float scale)
    {
        for (var i = 0; i < ReciterCodes.Length; i++) this[row, column + i] += scale * codes[token, i];
    }

    /// <summary>Adds <paramref name="scale"/> times a token's code to a column, from a row on.</summary>
    public void AddCodeToColumn(int row, int column, ReciterCodes codes, int token, float scale)
    {
        for (var i = 0; i < ReciterCodes.Length; i++) this[row + i, column] += scale * codes[token, i];
    }
}
