using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>Prints members the way the recorded API does.</summary>
internal static class MemberPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>What the compiler adds to every record. It follows from the record itself and is left out on both sides.</summary>
    private static readonly HashSet<string> OfRecords =
        ["Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "PrintMembers", "EqualityContract", "Deconstruct", "<Clone>$"];

    public static IEnumerable<string> Print(Type type)
    {
        if (type.IsEnum) return type.GetEnumNames().Select(name => $".{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        if (typeof(MulticastDelegate).IsAssignableFrom(type)) return [];
        var isRecord = IsRecord(type);
        return type.GetMembers(Declared)
            .Where(member => !isRecord || !OfRecords.Contains(member.Name))
            .Select(member => member switch
            {
                ConstructorInfo constructor => Constructor(constructor, isRecord),
                MethodInfo method => Method(method),
                PropertyInfo property => Property(property),
                FieldInfo field => Field(field),
                EventInfo raised => Event(raised),
                _ => null,
            })
            .OfType<string>();
    }

    public static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Parameter(method, parameter)));

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var parts = new List<string>();
        var flags = parameter.GenericParameterAttributes;
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct) parts.Add("struct");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(TypeNames.Of));
        if (!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }));

    private static string? Constructor(ConstructorInfo constructor, bool isRecord)
    {
        if (constructor.IsStatic || !IsVisible(constructor)) return null;
        var parameters = constructor.GetParameters();
        if (isRecord && parameters.Length == 1 && parameters[0].ParameterType == constructor.DeclaringType) return null;
        var name = constructor.DeclaringType!.Name.Split('`')[0];
        return $"..ctor : {Access(constructor)}{name}({Parameters(constructor)})";
    }

    private static string? Method(MethodInfo method)
    {
        var isOperator = method.Name.StartsWith("op_", StringComparison.Ordinal);
        if (!IsVisible(method) || (method.IsSpecialName && !isOperator)) return null;
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : "";
        return $".{method.Name}{generics}({Parameters(method)}) -> {Access(method)}{Modifier(method)}{TypeNames.Of(method.ReturnParameter)}{Constraints(method.GetGenericArguments())}";
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsVisible).ToList();
        if (accessors.Count == 0) return null;
        var most = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        var wire = property.GetCustomAttribute<JsonPropertyNameAttribute>() is { } name ? $" [JsonPropertyName(\"{name.Name}\")]" : "";
        var index = property.GetIndexParameters().Length == 0 ? property.Name : $"this[{string.Join(", ", property.GetIndexParameters().Select(parameter => Parameter(most, parameter)))}]";
        return $".{index} : {Access(most)}{Modifier(most)}{required}{TypeNames.Of(property)} {{ {string.Concat(accessors.Select(accessor => Accessor(accessor, most)))}}}{wire}";
    }

    private static string Accessor(MethodInfo accessor, MethodInfo most)
    {
        var access = most.IsPublic && !accessor.IsPublic ? "protected " : "";
        if (accessor.ReturnType != typeof(void)) return $"{access}get; ";
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return access + (isInit ? "init; " : "set; ");
    }

    private static string? Field(FieldInfo field)
    {
        if (!(field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)) return null;
        if (field.IsLiteral) return $".{field.Name} : const {TypeNames.Of(field)} = {Literal(field.GetRawConstantValue(), field.FieldType)}";
        return $".{field.Name} : {(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}field {TypeNames.Of(field)}";
    }

    private static string? Event(EventInfo raised) => raised.AddMethod is { } add && IsVisible(add) ? $".{raised.Name} : {(add.IsStatic ? "static " : "")}event {TypeNames.Of(raised)}" : null;

    private static string Parameter(MethodBase method, ParameterInfo parameter)
    {
        var extension = parameter.Position == 0 && method.GetCustomAttribute<ExtensionAttribute>() is not null ? "this " : "";
        var variable = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        var passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var fallback = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{extension}{variable}{passing}{TypeNames.Of(parameter)} {parameter.Name}{fallback}";
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null when type.IsGenericParameter || (type.IsValueType && Nullable.GetUnderlyingType(type) is null) => "default",
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{TypeNames.Of(type)}.{Enum.ToObject(type, value)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifier(MethodInfo method)
    {
        if (method.IsStatic) return "static ";
        if (method.DeclaringType!.IsInterface) return method.IsAbstract ? "" : "default-impl ";
        if (!method.IsVirtual) return "";
        if (method.GetBaseDefinition() != method) return method.IsFinal ? "sealed override " : "override ";
        return method.IsAbstract ? "abstract " : method.IsFinal ? "" : "virtual ";
    }
}
