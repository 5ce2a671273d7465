using System.Reflection;
using System.Runtime.CompilerServices;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>Prints types the way the recorded API does: full names, C# keywords, <c>?</c> where null is allowed, named tuples.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    /// <summary>The name of a definition, with its own type parameters.</summary>
    public static string Definition(Type type) => Name(type, null, []);

    public static string Of(Type type) => Name(type, null, []);

    public static string Of(ParameterInfo parameter) =>
        Name(parameter.ParameterType, new NullabilityInfoContext().Create(parameter), TupleNames(parameter));

    public static string Of(PropertyInfo property) =>
        property.PropertyType.IsGenericParameter
            ? property.PropertyType.Name + (IsAnnotated(property) ? "?" : "")
            : Name(property.PropertyType, new NullabilityInfoContext().Create(property), TupleNames(property));

    public static string Of(FieldInfo field) => Name(field.FieldType, new NullabilityInfoContext().Create(field), TupleNames(field));

    public static string Of(EventInfo member) => Name(member.EventHandlerType!, new NullabilityInfoContext().Create(member), []);

    /// <summary>A bare type parameter without constraints always counts as nullable; only the attribute tells whether it was written with a question mark.</summary>
    private static bool IsAnnotated(PropertyInfo property)
    {
        var attribute = property.CustomAttributes.FirstOrDefault(candidate => candidate.AttributeType.Name == "NullableAttribute");
        return attribute?.ConstructorArguments[0].Value is (byte)2;
    }

    private static Queue<string?> TupleNames(ICustomAttributeProvider member) => new(
        member.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).OfType<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames ?? []);

    private static string Name(Type type, NullabilityInfo? nullability, Queue<string?> tupleNames)
    {
        if (type.IsByRef) return Name(type.GetElementType()!, nullability, tupleNames);
        if (type.IsPointer) return Name(type.GetElementType()!, null, tupleNames) + "*";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value, null, tupleNames) + "?";
        var mark = !type.IsValueType && Allows(nullability) ? "?" : "";
        if (type.IsArray) return $"{Name(type.GetElementType()!, nullability?.ElementType, tupleNames)}[]{mark}";
        if (type.IsGenericParameter) return type.Name + mark;
        if (Keywords.TryGetValue(type, out var keyword)) return keyword + mark;
        var arguments = type.GetGenericArguments().Select((_, index) => index)
            .Select(index => (Type: type.GetGenericArguments()[index], Nullability: nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return type is { Namespace: "System" } && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)
            ? Tuple([.. arguments], tupleNames)
            : Named(type, [.. arguments.Select(argument => Name(argument.Type, argument.Nullability, tupleNames))]) + mark;
    }

    private static bool Allows(NullabilityInfo? nullability) =>
        nullability is { } info && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable);

    private static string Tuple((Type Type, NullabilityInfo? Nullability)[] elements, Queue<string?> names)
    {
        var own = elements.Select(_ => names.TryDequeue(out var name) ? name : null).ToList();
        return $"({string.Join(", ", elements.Select((element, index) => $"{Name(element.Type, element.Nullability, names)} {own[index]}".TrimEnd()))})";
    }

    /// <summary>A nested type's arguments include those of the types around it; each level takes as many as its arity says.</summary>
    private static string Named(Type type, string[] arguments)
    {
        var levels = new Stack<Type>();
        for (var level = type; level is not null; level = level.DeclaringType) levels.Push(level);
        var taken = 0;
        var parts = levels.Select(level =>
        {
            var tick = level.Name.IndexOf('`', StringComparison.Ordinal);
            if (tick < 0) return level.Name;
            var arity = int.Parse(level.Name[(tick + 1)..]);
            var own = arguments[taken..(taken += arity)];
            return $"{level.Name[..tick]}<{string.Join(", ", own)}>";
        });
        return string.Join('.', parts.Prepend(type.Namespace).Where(part => !string.IsNullOrEmpty(part)));
    }
}
