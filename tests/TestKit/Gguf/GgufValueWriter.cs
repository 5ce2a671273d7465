using System.Text;

namespace InferOps.TestKit.Gguf;

/// <summary>Writes one metadata pair: key, type number, value.</summary>
internal static class GgufValueWriter
{
    private const uint ArrayType = 9;

    public static void Write(BinaryWriter writer, string key, object value)
    {
        WriteString(writer, key);
        if (value is Array array)
        {
            writer.Write(ArrayType);
            writer.Write(TypeOf(array.GetType().GetElementType()!));
            writer.Write((ulong)array.Length);
            foreach (var element in array) WriteValue(writer, element);
        }
        else
        {
            writer.Write(TypeOf(value.GetType()));
            WriteValue(writer, value);
        }
    }

    public static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static uint TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => 0,
        TypeCode.UInt16 => 2,
        TypeCode.UInt32 => 4,
        TypeCode.Int32 => 5,
        TypeCode.Single => 6,
        TypeCode.Boolean => 7,
        TypeCode.String => 8,
        TypeCode.UInt64 => 10,
        _ => throw new ArgumentException($"a GGUF value cannot be {type}", nameof(type)),
    };

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: WriteString(writer, text); break;
            default: writer.Write((ulong)value); break;
        }
    }
}
