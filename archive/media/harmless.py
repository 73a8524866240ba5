"""What a copy without places may keep of its file's metadata: tags with no room for a place, by name.

Everything that is not named here goes, also what nobody has thought of yet. Names are exiftool's; a star
stands for all languages of a text. Standards: EXIF 2.32, IPTC Photo Metadata 2025.1 with IIM 4.2, XMP and
PLUS 2.0.
"""

from __future__ import annotations

_BY_GROUP = {
    "IFD0": """Make Model Orientation XResolution YResolution ResolutionUnit YCbCrPositioning
        YCbCrCoefficients WhitePoint PrimaryChromaticities ReferenceBlackWhite TransferFunction ModifyDate""",
    "ExifIFD": """ExposureTime FNumber ExposureProgram ISO SensitivityType StandardOutputSensitivity
        RecommendedExposureIndex ISOSpeed DateTimeOriginal CreateDate OffsetTime OffsetTimeOriginal
        OffsetTimeDigitized SubSecTime SubSecTimeOriginal SubSecTimeDigitized ShutterSpeedValue ApertureValue
        BrightnessValue ExposureCompensation MaxApertureValue SubjectDistance MeteringMode LightSource Flash
        FocalLength SubjectArea ColorSpace ExifImageWidth ExifImageHeight FocalPlaneXResolution
        FocalPlaneYResolution FocalPlaneResolutionUnit SensingMethod FileSource SceneType CustomRendered
        ExposureMode WhiteBalance DigitalZoomRatio FocalLengthIn35mmFormat SceneCaptureType GainControl
        Contrast Saturation Sharpness SubjectDistanceRange LensInfo LensMake LensModel Gamma""",
    "InteropIFD": "InteropIndex",
    "IPTC": """ObjectName EditStatus Urgency SubjectReference Category FixtureIdentifier ReleaseDate
        ReleaseTime ExpirationDate ExpirationTime DateCreated TimeCreated DigitalCreationDate
        DigitalCreationTime ImageType ImageOrientation LanguageIdentifier""",
    "XMP-dc": "Title* Contributor Date Identifier Language Publisher Type",
    "XMP-xmp": "Rating Label CreateDate ModifyDate MetadataDate",
    "XMP-xmpMM": "DocumentID InstanceID OriginalDocumentID",
    "XMP-photoshop": "DateCreated Category Urgency ColorMode ICCProfileName",
    "XMP-xmpRights": "Marked Owner Certificate",
    "XMP-iptcCore": "IntellectualGenre Scene SubjectCode CreatorWorkEmail CreatorWorkURL",
    "XMP-iptcExt": """Event* Genre OrganisationInImageName OrganisationInImageCode ModelAge
        AdditionalModelInformation MaxAvailWidth MaxAvailHeight DigitalImageGUID RegistryID""",
    "XMP-plus": """CopyrightOwner CopyrightStatus ImageCreator ImageSupplier ImageSupplierImageID
        ModelReleaseStatus ModelReleaseID PropertyReleaseStatus PropertyReleaseID MinorModelAgeDisclosure
        CreditLineRequired DataMining AdultContentWarning MediaConstraints ImageDuplicationConstraints
        ImageAlterationConstraints""",
    "XMP-tiff": "Orientation Make Model",
    "XMP-aux": "Lens LensInfo",
    "XMP-GPano": """UsePanoramaViewer ProjectionType FullPanoWidthPixels FullPanoHeightPixels
        CroppedAreaLeftPixels CroppedAreaTopPixels CroppedAreaImageWidthPixels
        CroppedAreaImageHeightPixels""",
}
HARMLESS = tuple(f"{group}:{name}" for group, names in _BY_GROUP.items() for name in names.split())
# Words of the record, which TIFF keeps although everything is to go.
WORDS = ("IFD0:ImageDescription", "IFD0:Artist", "IFD0:Copyright")
# Blocks that stay: what colours mean, and how large a point is. What of PNG stays is chosen in `bare`.
BLOCKS = ("ICC_Profile:all", "JFIF:all", "PNG:all", "PNG-pHYs:all")
