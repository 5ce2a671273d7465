namespace InferOps.TestKit.Gguf;

/// <summary>The number formats that the writer knows, numbered as GGUF numbers them.</summary>
public enum GgufTensorType
{
    F32 = 0,
    F16 = 1,

    /// <summary>Blocks of 32 values: one F16 scale and 32 numbers of four bits.</summary>
    Q4_0 = 2,

    /// <summary>Blocks of 32 values: one F16 scale and 32 signed bytes.</summary>
    Q8_0 = 8,
}
